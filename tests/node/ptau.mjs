// Makes ptau files with snarkjs in a folder, and tells what it holds to be the first powers of tau.
// Input: {folder, power, entropy}. Output: {g1: [uncompressed hex], g2: [uncompressed hex, coordinates as in EIP-197]}.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as binfile from '@iden3/binfileutils';
import { curves, powersOfTau } from 'snarkjs';

const { folder, power, entropy } = JSON.parse(readFileSync(0, 'utf8'));
const curve = await curves.getCurveFromName('bn128');
const file = (name) => join(folder, name);
await powersOfTau.newAccumulator(curve, power, file('new.ptau'));
await powersOfTau.contribute(file('new.ptau'), file('contributed.ptau'), 'test', entropy);
await powersOfTau.preparePhase2(file('contributed.ptau'), file('prepared.ptau'));

const { fd, sections } = await binfile.readBinFile(file('contributed.ptau'), 'ptau', 1);
const points = async (section, group, bytes) => {
  await binfile.startReadUniqueSection(fd, sections, section);
  const found = [];
  for (let i = 0; i < 3; i++) {
    const encoded = new Uint8Array(bytes);
    group.toRprUncompressed(encoded, 0, group.fromRprLEM(await fd.read(bytes), 0));
    found.push(Buffer.from(encoded).toString('hex'));
  }
  await binfile.endReadSection(fd, true);
  return found;
};
const answer = JSON.stringify({ g1: await points(2, curve.G1, 64), g2: await points(3, curve.G2, 128) });

// The workers of snarkjs would keep the process alive.
process.stdout.write(answer, () => process.exit(0));
