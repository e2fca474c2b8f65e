// Answers questions about BN254, Baby Jubjub and Keccak with @noble/curves and @noble/hashes: a JSON array of { op, ... } on standard input,
// the array of answers on standard output. Integers are decimal strings, bytes are hexadecimal.
import { readFileSync } from 'node:fs';
import { bn254 } from '@noble/curves/bn254.js';
import { babyjubjub } from '@noble/curves/misc.js';
import { keccak_256, keccak_512 } from '@noble/hashes/sha3.js';

const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (data) => Buffer.from(data).toString('hex');
const big = (value) => value.toString(16).padStart(64, '0');
const little = (data) => data.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

const multiply = (base, scalar, order) => {
  const reduced = ((BigInt(scalar) % order) + order) % order;
  return reduced === 0n ? base.subtract(base) : base.multiply(reduced);
};
const g1 = (scalar) => multiply(G1.BASE, scalar, bn254.fields.Fr.ORDER);
const g2 = (scalar) => multiply(G2.BASE, scalar, bn254.fields.Fr.ORDER);

// The encodings of EIP-196 and EIP-197, and Fq12 with the highest coefficient first.
const encodeG1 = (point) => {
  if (point.is0()) return '0'.repeat(128);
  const { x, y } = point.toAffine();
  return big(x) + big(y);
};
const fq2 = ({ c0, c1 }) => big(c1) + big(c0);
const fq6 = ({ c0, c1, c2 }) => fq2(c2) + fq2(c1) + fq2(c0);
const encodeG2 = (point) => {
  if (point.is0()) return '0'.repeat(256);
  const { x, y } = point.toAffine();
  return fq2(x) + fq2(y);
};

const edwards = babyjubjub.Point;
const order = edwards.Fn.ORDER;
const affine = (point) => [point.toAffine().x.toString(), point.toAffine().y.toString()];
const pack = (point) => {
  const { x, y } = point.toAffine();
  const packed = Buffer.from(big(y), 'hex').reverse();
  if (x > (edwards.Fp.ORDER - 1n) / 2n) packed[31] |= 0x80;
  return packed;
};
const wide = (tag, ...parts) => little(keccak_512(Buffer.concat([Buffer.from(tag), ...parts]))) % order;

const operations = {
  keccak256: ({ data }) => hex(keccak_256(bytes(data))),
  keccak512: ({ data }) => hex(keccak_512(bytes(data))),
  g1: ({ scalar }) => encodeG1(g1(scalar)),
  g2: ({ scalar }) => encodeG2(g2(scalar)),
  g1sum: ({ scalars }) => encodeG1(scalars.map(g1).reduce((a, b) => a.add(b))),
  pairing: ({ p, q }) => {
    const { c0, c1 } = bn254.pairing(g1(p), g2(q));
    return fq6(c1) + fq6(c0);
  },
  edwards: ({ scalar }) => affine(multiply(edwards.BASE, scalar, order)),
  pack: ({ scalar }) => hex(pack(multiply(edwards.BASE, scalar, order))),
  // Everything of a signature that does not need the challenge, which is handed in.
  eddsa: ({ secret, message, challenge }) => {
    const key = bytes(secret);
    const scalar = wide('zk/eddsa/scalar', key);
    const publicKey = edwards.BASE.multiply(scalar);
    const encoded = Buffer.from(big(BigInt(message)), 'hex').reverse();
    const nonce = wide('zk/eddsa/nonce', key, pack(publicKey), encoded);
    return [...affine(publicKey), ...affine(edwards.BASE.multiply(nonce)), ((nonce + BigInt(challenge) * scalar) % order).toString()];
  },
};

const questions = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(questions.map((question) => operations[question.op](question))));
