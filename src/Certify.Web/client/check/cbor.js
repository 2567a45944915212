// CBOR (RFC 8949) as a badge token has it: definite lengths, shortest numbers, nothing else. Anything odd throws.
const UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5, TAG = 6, SIMPLE = 7;

export class CborError extends Error {}

/** What begins no item at all: not even a part of one. */
class Nonsense extends Error {}

export class CborReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  get left() {
    return this.bytes.length - this.at;
  }

  isInteger() {
    return this.left > 0 && this.bytes[this.at] >> 5 <= NEGATIVE;
  }

  tag() {
    return this.head(TAG);
  }

  array() {
    return this.head(ARRAY);
  }

  map() {
    return this.head(MAP);
  }

  /** A whole number between -2^63 and 2^63 - 1. Beyond 2^53 it is rounded, which no number in a real token comes near. */
  integer() {
    if (!this.isInteger()) throw new CborError("not a number");
    const negative = this.bytes[this.at] >> 5 === NEGATIVE;
    const value = this.head(negative ? NEGATIVE : UNSIGNED);
    if (value >= 2 ** 63) throw new CborError("too large");
    return negative ? -1 - value : value;
  }

  int32() {
    const value = this.integer();
    if (value < -(2 ** 31) || value >= 2 ** 31) throw new CborError("too large");
    return value;
  }

  byteString() {
    return this.take(this.head(BYTES));
  }

  text() {
    const bytes = this.take(this.head(TEXT));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new CborError("not UTF-8");
    }
  }

  take(length) {
    if (length > this.left) throw new CborError("cut");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** The number in an item's head. Indefinite and reserved lengths are refused, and a number that would have fitted into fewer bytes. */
  head(major) {
    const first = this.take(1)[0];
    if (first >> 5 !== major) throw new CborError("another type");
    const value = argument(this, first & 31);
    const size = value < 24 ? 0 : value < 2 ** 8 ? 1 : value < 2 ** 16 ? 2 : value < 2 ** 32 ? 4 : 8;
    if ((first & 31) !== (size === 0 ? value : 24 + Math.log2(size))) throw new CborError("not the shortest form");
    return value;
  }
}

function argument(reader, info) {
  if (info < 24) return info;
  if (info > 27) throw new CborError("indefinite or reserved");
  const size = 2 ** (info - 24);
  const at = reader.at;
  reader.take(size);
  return size === 1 ? reader.view.getUint8(at) : size === 2 ? reader.view.getUint16(at) : size === 4 ? reader.view.getUint32(at) : Number(reader.view.getBigUint64(at));
}

/** Whether the bytes begin an item that ends before they do, by the loose rules: most likely a part is missing. */
export function endsEarly(bytes) {
  try {
    skip(new CborReader(bytes), 0);
    return false;
  } catch (wrong) {
    if (wrong instanceof Nonsense) return false;
    if (wrong instanceof CborError) return true;
    throw wrong;
  }
}

function skip(reader, depth) {
  if (depth > 64) throw new CborError("too deep");
  const first = reader.take(1)[0];
  const [major, info] = [first >> 5, first & 31];
  if (info === 31 && [BYTES, TEXT, ARRAY, MAP].includes(major)) return skipIndefinite(reader, major, depth);
  if (major === SIMPLE && info > 27 && info < 31) throw new Nonsense();
  const value = argument(reader, info);
  if (major === BYTES || major === TEXT) reader.take(value);
  else if (major === ARRAY || major === MAP) for (let i = 0; i < (major === MAP ? 2 * value : value); i++) skip(reader, depth + 1);
  else if (major === TAG) skip(reader, depth + 1);
}

function skipIndefinite(reader, major, depth) {
  for (let items = 0; ; items++) {
    if (reader.left === 0) throw new CborError("cut");
    if (reader.bytes[reader.at] === 0xff) {
      reader.take(1);
      if (major === MAP && items % 2) throw new CborError("a key without a value");
      return;
    }
    if (major <= TEXT && reader.bytes[reader.at] >> 5 !== major) throw new CborError("another type");
    skip(reader, depth + 1);
  }
}
