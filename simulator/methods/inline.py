"""answerInlineQuery."""

from simulator.call import Call
from simulator.errors import bad_request
from simulator.methods import method

MOST_RESULTS = 50
LIFE = 30


@method
def answer_inline_query(call: Call) -> bool:
    question = call.telegram.questions.get(call.text("inline_query_id") or "")
    age = call.telegram.now().timestamp() - question.asked_at if question else 0.0
    if question is None or question.results is not None or age > LIFE:
        reason = "query is too old and response timeout expired or query ID is invalid"
        raise bad_request(reason)
    results = call.objects("results")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) < len(ids) or not all(1 <= len(id_.encode()) <= 64 for id_ in ids):
        raise bad_request("RESULT_ID_INVALID")
    question.results = results
    return True
