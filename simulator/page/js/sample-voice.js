// Two seconds of a soft two-tone chime as a WAV file: a voice message without a microphone.

const RATE = 8000;
const SECONDS = 2;

/** {blob, name, seconds} */
export function sampleVoice() {
  const samples = Uint8Array.from({ length: RATE * SECONDS }, (_, at) => 128 + Math.round(90 * level(at / RATE)));
  return {
    blob: new Blob([header(samples.length), samples], { type: "audio/wav" }),
    name: "suara.wav",
    seconds: SECONDS,
  };
}

function level(second) {
  const tone = second < 1 ? 440 : 554;
  const fading = Math.exp(-3 * (second % 1));
  return Math.sin(2 * Math.PI * tone * second) * fading;
}

// RIFF, one channel, eight bits: 44 bytes before the sound.
function header(length) {
  const view = new DataView(new ArrayBuffer(44));
  const word = (at, letters) => [...letters].forEach((letter, step) => view.setUint8(at + step, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + length, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  word(36, "data");
  view.setUint32(40, length, true);
  return view.buffer;
}
