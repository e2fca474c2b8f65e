// Answers questions about BN254, BLS12-381, Baby Jubjub and Keccak with @noble/curves and @noble/hashes: a JSON array of { op, ... } on standard input,
// the array of answers on standard output. Integers are decimal strings, bytes are hexadecimal.
import { readFileSync } from 'node:fs';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { babyjubjub } from '@noble/curves/misc.js';
import { keccak_256, keccak_512 } from '@noble/hashes/sha3.js';

const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (data) => Buffer.from(data).toString('hex');
const big = (value, size = 32) => value.toString(16).padStart(2 * size, '0');
const little = (data) => data.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

const multiply = (base, scalar, order) => {
  const reduced = ((BigInt(scalar) % order) + order) % order;
  return reduced === 0n ? base.subtract(base) : base.multiply(reduced);
};

// A pairing curve with the encodings of EIP-196 and EIP-197, coordinates as long as the modulus, and Fq12 with the highest coefficient first.
const pairingCurve = (curve) => {
  const size = curve.fields.Fp.BYTES;
  const g1 = (scalar) => multiply(curve.G1.Point.BASE, scalar, curve.fields.Fr.ORDER);
  const g2 = (scalar) => multiply(curve.G2.Point.BASE, scalar, curve.fields.Fr.ORDER);
  const fq = (value) => big(value, size);
  const fq2 = ({ c0, c1 }) => fq(c1) + fq(c0);
  const fq6 = ({ c0, c1, c2 }) => fq2(c2) + fq2(c1) + fq2(c0);
  const encode = (point, coordinate, length) => {
    if (point.is0()) return '00'.repeat(length);
    const { x, y } = point.toAffine();
    return coordinate(x) + coordinate(y);
  };
  return {
    g1: (scalar) => encode(g1(scalar), fq, 2 * size),
    g2: (scalar) => encode(g2(scalar), fq2, 4 * size),
    g1sum: (scalars) => encode(scalars.map(g1).reduce((a, b) => a.add(b)), fq, 2 * size),
    pairing: (p, q) => {
      const { c0, c1 } = curve.pairing(g1(p), g2(q));
      return fq6(c1) + fq6(c0);
    },
  };
};
const curves = { bn254: pairingCurve(bn254), 'bls12-381': pairingCurve(bls12_381) };

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
  g1: ({ curve, scalar }) => curves[curve].g1(scalar),
  g2: ({ curve, scalar }) => curves[curve].g2(scalar),
  g1sum: ({ curve, scalars }) => curves[curve].g1sum(scalars),
  pairing: ({ curve, p, q }) => curves[curve].pairing(p, q),
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
