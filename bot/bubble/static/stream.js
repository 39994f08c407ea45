/**
 * Server-sent events read by `fetch`. EventSource would hide the status of a refusal and the pings, and with them
 * the difference between a quiet server and a dead connection.
 */

/** @typedef {import("./types.js").LiveEvent} LiveEvent */

const SILENT_AFTER = 45_000; // milliseconds; the server pings every 15 seconds

/**
 * The events of an open stream, until it ends or falls silent.
 *
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<LiveEvent>}
 */
export async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read());
      if (done) return;
      const blocks = (rest + value.replaceAll("\r", "")).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parse(block);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // it may have ended already
  }
}

/**
 * One event; null for a comment, and for what this release cannot read.
 *
 * @param {string} block
 * @returns {LiveEvent | null}
 */
function parse(block) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  if (data.length === 0) return null;
  try {
    return { name, data: JSON.parse(data.join("\n")) };
  } catch {
    return null;
  }
}

/**
 * @template T
 * @param {Promise<T>} reading
 * @returns {Promise<T>}
 */
function withinSilence(reading) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the stream fell silent")), SILENT_AFTER);
    reading.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
