// What happens in the simulated world, live; and what the parts of the page tell each other.

const NAMES = ["message", "edit", "delete", "typing", "answer", "poll", "reaction", "keyboard", "clock", "people"];
const listeners = new Map();

/** Listen to `name`; the returned function stops listening. */
export function on(name, listener) {
  if (!listeners.has(name)) listeners.set(name, new Set());
  listeners.get(name).add(listener);
  return () => listeners.get(name).delete(listener);
}

export function emit(name, data) {
  for (const listener of [...(listeners.get(name) ?? [])]) listener(data);
}

/** Keep one stream open. "online" says whether it is; "resync" asks everyone to read again after a gap. */
export function connect() {
  let lost = false;
  let source = null;
  const open = () => {
    source = new EventSource("/control/events");
    source.onopen = () => {
      emit("online", true);
      if (lost) emit("resync");
      lost = false;
    };
    source.onerror = () => {
      lost = true;
      emit("online", false);
      // The browser repeats by itself except after an HTTP error, when it gives up for good.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 1000);
    };
    for (const name of NAMES) source.addEventListener(name, (event) => emit(name, JSON.parse(event.data)));
  };
  open();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && (open(), emit("resync")));
}
