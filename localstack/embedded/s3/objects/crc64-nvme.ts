/** Bytes that one step takes; each has a table of 256 entries. */
const STEP = 8;
/**
 * The polynomial's halves, bits reflected: https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-64-nvme.
 * All 64 bits are kept in halves, because 32 bits are an integer to JavaScript's engines and 64 a slow BigInt.
 */
const POLYNOMIAL_LOW = 0xac4bc9b5;
const POLYNOMIAL_HIGH = 0x9a6c9329;
const LOW = new Int32Array(STEP * 256);
const HIGH = new Int32Array(STEP * 256);
fillTables();

/**
 * The CRC-64/NVME of `body`, big-endian in base64 as S3 writes it. S3 computes it for each object whose sender declares
 * no checksum, on the server's only thread: hence not by the SDK's class, which takes three times as long.
 */
export function crc64Nvme(body: Uint8Array): string {
  const whole = body.byteLength - (body.byteLength % STEP);
  const words = littleEndianWords(body, whole);
  let low = -1;
  let high = -1;
  for (let at = 0; at < words.length; at += 2) {
    const first = low ^ (words[at] as number);
    const second = high ^ (words[at + 1] as number);
    const a = 0x700 + (first & 255);
    const b = 0x600 + ((first >>> 8) & 255);
    const c = 0x500 + ((first >>> 16) & 255);
    const d = 0x400 + (first >>> 24);
    const e = 0x300 + (second & 255);
    const f = 0x200 + ((second >>> 8) & 255);
    const g = 0x100 + ((second >>> 16) & 255);
    const h = second >>> 24;
    low = entry(LOW, a) ^ entry(LOW, b) ^ entry(LOW, c) ^ entry(LOW, d);
    low ^= entry(LOW, e) ^ entry(LOW, f) ^ entry(LOW, g) ^ entry(LOW, h);
    high = entry(HIGH, a) ^ entry(HIGH, b) ^ entry(HIGH, c) ^ entry(HIGH, d);
    high ^= entry(HIGH, e) ^ entry(HIGH, f) ^ entry(HIGH, g) ^ entry(HIGH, h);
  }
  for (const byte of body.subarray(whole)) {
    const at = (low ^ byte) & 255;
    low = ((low >>> 8) | (high << 24)) ^ entry(LOW, at);
    high = (high >>> 8) ^ entry(HIGH, at);
  }
  const digest = Buffer.alloc(8);
  digest.writeInt32BE(~high);
  digest.writeInt32BE(~low, 4);
  return digest.toString('base64');
}

/** An index is always inside: it is made of a table's number and a byte. */
const entry = (table: Int32Array, at: number): number => table[at] as number;

/** The first `length` bytes as words; a view of them where they lie as words must, which a slice of a request may not. */
function littleEndianWords(body: Uint8Array, length: number): Int32Array {
  const { buffer, byteOffset } = body.byteOffset % 4 === 0 ? body : new Uint8Array(body);
  return new Int32Array(buffer, byteOffset, length / 4);
}

/** Entry `byte` of table n is what is left of that byte once n zero bytes have followed it. */
function fillTables(): void {
  for (let byte = 0; byte < 256; byte++) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < STEP * 8; bit++) {
      const odd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd) [low, high] = [low ^ POLYNOMIAL_LOW, high ^ POLYNOMIAL_HIGH];
      if (bit % 8 !== 7) continue;
      LOW[(bit >> 3) * 256 + byte] = low;
      HIGH[(bit >> 3) * 256 + byte] = high;
    }
  }
}
