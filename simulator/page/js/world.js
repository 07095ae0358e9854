// Who is here, which chats they have, and what time it is in the simulation.
import * as api from "./api.js";
import { emit, on } from "./events.js";
import { setZone } from "./format.js";

export const world = { people: [], chats: new Map(), about: {}, now: clockNow };

let offset = 0;
const reading = new Map();

/** Milliseconds since 1970 on the simulated clock. */
function clockNow() {
  return Date.now() + offset;
}

function setClock({ now }) {
  offset = Date.parse(now) - Date.now();
  emit("tick");
}

async function readPeople() {
  world.people = await api.people();
  const chats = await Promise.all(world.people.map((person) => api.chats(person.id)));
  world.people.forEach((person, index) => world.chats.set(person.id, chats[index]));
  emit("chats");
}

/** Read one person's list anew; many calls at once become one request. */
export function refreshChats(person) {
  if (reading.has(person)) return;
  const read = async () => {
    reading.delete(person);
    world.chats.set(person, await api.chats(person));
    emit("chats", person);
  };
  reading.set(
    person,
    setTimeout(() => read().catch(() => {}), 120),
  );
}

async function readAll() {
  const [about, clock] = await Promise.all([api.about(), api.clock()]);
  world.about = about;
  setZone(about.timezone);
  setClock(clock);
  await readPeople();
}

export async function openWorld() {
  on("clock", setClock);
  on("people", () => readPeople().catch(() => {}));
  on("resync", () => readAll().catch(() => {}));
  for (const name of ["message", "edit", "delete"]) on(name, ({ person }) => refreshChats(person));
  setInterval(() => emit("tick"), 5000);
  await readAll();
}

export const personOf = (id) => world.people.find((person) => person.id === id);
export const chatOf = (person, chat) => (world.chats.get(person) ?? []).find((one) => one.chat_id === chat);

/** The private chat with the bot: in the Bot API its id is the person's own. */
export const privateChat = (person) =>
  (world.chats.get(person) ?? []).find((one) => one.type === "private") ?? {
    chat_id: person,
    title: "Bot",
    type: "private",
    unread: 0,
  };
