// Compiles the contracts, and further files named on the command line (a Verifier.sol), and writes out/NAME.json with interface and bytecode of each.
// Warnings are errors, so what exceeds the limits of code size is one too.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const solc = createRequire(import.meta.url)("solc");
const here = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2);
const sources = {};
for (const folder of ["src", "test"])
    for (const file of readdirSync(join(here, folder)).filter((name) => name.endsWith(".sol")))
        sources[`${folder}/${file}`] = { content: readFileSync(join(here, folder, file), "utf8") };
for (const file of named)
    sources[`named/${basename(file)}`] = { content: readFileSync(resolve(process.env.INIT_CWD ?? ".", file), "utf8") };

const input = {
    language: "Solidity",
    sources,
    settings: {
        evmVersion: "prague",
        viaIR: true,
        optimizer: { enabled: true, runs: 1000 },
        metadata: { bytecodeHash: "none", appendCBOR: false },
        outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
    },
};

// Nothing is done when nothing has changed since the last time.
const text = JSON.stringify(input);
const stamp = createHash("sha256").update(text).update(readFileSync(join(here, "package-lock.json"))).digest("hex");
const stampFile = join(here, "out", "build.sha256");
if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)
    process.exit(0);

const find = (path) => ({ contents: readFileSync(join(here, "node_modules", path), "utf8") });
const output = JSON.parse(solc.compile(text, { import: find }));

// OpenZeppelin's guard clears its transient storage, so the compiler's warning of others (2394) does not concern it.
const errors = (output.errors ?? []).filter((error) => error.errorCode !== "2394");
for (const error of errors)
    console.error(error.formattedMessage);
if (errors.length)
    process.exit(1);

rmSync(join(here, "out"), { recursive: true, force: true });
mkdirSync(join(here, "out"));
for (const [source, contracts] of Object.entries(output.contracts)) {
    if (source.startsWith("@"))
        continue;
    for (const [name, { abi, evm }] of Object.entries(contracts)) {
        if (!evm.bytecode.object)
            continue;
        writeFileSync(join(here, "out", `${name}.json`), JSON.stringify({ format: "zk/artifact/1", name, abi, bytecode: `0x${evm.bytecode.object}` }) + "\n");
    }
}
writeFileSync(stampFile, stamp);
