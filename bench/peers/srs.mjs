// Barretenberg's SRS folder from a file of `zk srs new`, whose layout docs/formats.md describes. Both hold [tau^i] of G1 as 64 big-endian bytes, x then
// y; ours has checksums in between. Barretenberg reads [tau] of G2 from its own binary and not from a file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const CHUNK = 16384;
const [HEAD, POINT1, POINT2, CHECKSUM] = [48, 64, 128, 32];

/** Writes folder/bn254_g1.dat; returns [tau] of G2 as x.c1, x.c0, y.c1, y.c0. */
export function convertSrs(file, folder) {
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, 8) !== 'zk.srs\0\0' || bytes.readUInt32BE(40) !== POINT1 || bytes.readUInt32BE(44) !== POINT2)
    throw new Error(`${file} is no SRS file of version 1 for bn254`);
  const count = Number(bytes.readBigUInt64BE(32));
  const chunks = [];
  let at = HEAD + POINT2 + CHECKSUM;
  for (let i = 0; i < count; i += CHUNK) {
    const length = Math.min(CHUNK, count - i) * POINT1;
    chunks.push(bytes.subarray(at, at + length));
    at += length + CHECKSUM;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/bn254_g1.dat`, Buffer.concat(chunks));
  return bytes.subarray(HEAD, HEAD + POINT2);
}

// [tau] of G2 of the Ignition ceremony, x.c0 as the binary holds it; x.c1, y.c0 and y.c1 follow.
const IGNITION = Buffer.from('0118c4d5b837bcc2bc89b5b398b5974e9f5944073b32078b7e231fec938883b0', 'hex');

/** A copy of the binary that verifies proofs made with our SRS: only to learn that the proofs timed are valid ones. */
export function verifierFor(binary, tauG2, copy) {
  const bytes = readFileSync(binary);
  const at = bytes.indexOf(IGNITION);
  if (at < 0 || bytes.indexOf(IGNITION, at + 1) >= 0)
    throw new Error(`${binary} does not hold the ceremony's point exactly once`);
  const [x1, x0, y1, y0] = [0, 32, 64, 96].map(offset => tauG2.subarray(offset, offset + 32));
  Buffer.concat([x0, x1, y0, y1]).copy(bytes, at);
  writeFileSync(copy, bytes, { mode: 0o755 });
  return copy;
}
