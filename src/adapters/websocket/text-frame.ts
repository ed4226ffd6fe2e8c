/**
 * A whole text frame as a server sends it (RFC 6455, section 5.2): final, unmasked, uncompressed. Made once, its bytes
 * go to any number of clients, which the library can only frame one by one.
 */
export const textFrame = (text: string): Uint8Array => {
  const length = Buffer.byteLength(text);
  const header = headerOf(length);
  const frame = Buffer.allocUnsafe(header.length + length);
  frame.set(header);
  frame.write(text, header.length);
  return frame;
};

const finalText = 0x81;

const headerOf = (length: number): Uint8Array => {
  if (length < 126) return Buffer.from([finalText, length]);
  if (length < 65_536) {
    const header = Buffer.from([finalText, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header.set([finalText, 127]);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
};
