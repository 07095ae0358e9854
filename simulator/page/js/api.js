// The control interface of the simulator, one function per thing a person can do.

export class Failed extends Error {}

async function request(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(`/control${path}`, options).catch(() => {
    throw new Failed("offline");
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Failed(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

const list = (answer, key) => (Array.isArray(answer) ? answer : answer[key]);

export const about = () => request("GET", "/about").catch(() => ({}));
export const people = async () => list(await request("GET", "/people"), "people");
export const chats = async (person) => list(await request("GET", `/people/${person}/chats`), "chats");
export const messages = (person, chat, query = "after=0") =>
  request("GET", `/people/${person}/chats/${chat}/messages?${query}`);

export const send = (person, chat, body) => request("POST", `/people/${person}/chats/${chat}/send`, body);
export const tap = (person, body) => request("POST", `/people/${person}/tap`, body);
export const vote = (person, body) => request("POST", `/people/${person}/vote`, body);
export const edit = (person, body) => request("POST", `/people/${person}/edit`, body);
export const remove = (person, body) => request("POST", `/people/${person}/delete`, body);
export const react = (person, body) => request("POST", `/people/${person}/react`, body);
export const block = (person, body) => request("POST", `/people/${person}/block`, body);
export const start = (person, payload) => request("POST", `/people/${person}/start`, payload ? { payload } : {});

export const clock = () => request("GET", "/clock");
export const nextWorkingDay = () => request("POST", "/clock/next-working-day", {});
export const fileUrl = (fileId) => `/control/files/${encodeURIComponent(fileId)}`;
