// From messages to what is drawn: day lines, albums as one, and who speaks on.
import { sameDay } from "./format.js";

const PAUSE = 10 * 60_000;

/** [{key, day}] and [{key, messages, first, last}]: `first`/`last` of a run by one sender. */
export function toBlocks(messages) {
  const blocks = [];
  for (const message of messages) {
    const before = blocks.at(-1);
    if (before && isOneAlbum(before, message)) {
      before.messages.push(message);
      continue;
    }
    if (!before || !sameDay(before.messages[0].at, message.at))
      blocks.push({ key: `day-${message.message_id}`, day: message.at, messages: [message] });
    blocks.push({ key: `message-${message.message_id}`, messages: [message] });
  }
  blocks.forEach((block, at) => {
    block.first = !runsOn(blocks[at - 1], block);
    block.last = !runsOn(block, blocks[at + 1]);
  });
  return blocks;
}

function isOneAlbum(block, message) {
  return !block.day && message.media_group_id && block.messages[0].media_group_id === message.media_group_id;
}

function runsOn(block, next) {
  if (!block || !next || block.day || next.day) return false;
  const [a, b] = [block.messages.at(-1), next.messages[0]];
  return !a.service && !b.service && a.from?.id === b.from?.id && Date.parse(b.at) - Date.parse(a.at) < PAUSE;
}
