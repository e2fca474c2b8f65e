using System.Globalization;
using System.Text.RegularExpressions;

namespace Zk.Plonk;

/// <summary>How a verifier is generated.</summary>
/// <param name="ContractName">The contract's name.</param>
public sealed record SolidityOptions(string ContractName = "Verifier");

/// <summary>
/// Generates the contract that verifies a key's proofs on Ethereum. It is made of the same expressions, proof layout and transcript as <see cref="Verifier{TF}"/>,
/// so no gate needs code of its own, and it accepts and rejects the same proofs. docs/protocol.md, section 11.
/// </summary>
public static partial class SolidityVerifier
{
    /// <summary>The version of solc that the generated source asks for.</summary>
    public const string CompilerVersion = "0.8.37";

    /// <summary>The setting "optimizer.runs" for the generated source.</summary>
    public const int OptimizerRuns = 1_000_000;

    /// <summary>The curve whose operations the EVM has.</summary>
    internal const string Curve = "bn254";

    /// <summary>Generates the source text. The same key and options give the same bytes.</summary>
    /// <param name="key">A verifying key over BN254.</param>
    /// <param name="options">The contract's name.</param>
    /// <exception cref="ArgumentException">The key is of another curve, or the name is no identifier.</exception>
    public static string Generate(VerifyingKey<Fr> key, SolidityOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        options ??= new SolidityOptions();
        if (key.Curve.Name != Curve)
            throw new ArgumentException($"a contract can verify proofs over {Curve} only; this key is over {key.Curve.Name}", nameof(key));
        if (!Identifier().IsMatch(options.ContractName))
            throw new ArgumentException($"'{options.ContractName}' is no name for a contract", nameof(options));
        var calldata = new CalldataLayout(key);
        var openings = OpeningCode.Of(key, calldata);
        var constraints = new ConstraintCode(key, calldata, openings.Memory);
        var source = new SourceWriter();
        WriteHeader(source, key, calldata, openings, options);
        source.Line($"contract {options.ContractName} {{");
        foreach (var (name, meaning) in SolidityErrors.All)
        {
            source.Line($"/// @notice {meaning}");
            source.Line($"error {name}();");
        }

        source.Line();
        source.Comment("Memory: challenges, then what follows from zeta. Behind them lies one area: transcript, products of the inversion, temporaries, points.");
        foreach (var (name, address) in openings.Memory.Words)
            source.Line($"uint256 private constant {name} = 0x{address:x2};");
        source.Line();
        WriteFunction(source, key, calldata, openings, constraints);
        source.Line("}");
        return source.ToString();
    }

    private static void WriteHeader(SourceWriter source, VerifyingKey<Fr> key, CalldataLayout calldata, OpeningCode openings, SolidityOptions options)
    {
        source.Lines("// SPDX-License-Identifier: Apache-2.0", $"pragma solidity {CompilerVersion};", "");
        source.Line($"/// @title {options.ContractName}: checks proofs of the circuit {SourceWriter.Plain(key.Circuit)}");
        source.Line($"/// @notice Generated; the same verifying key gives the same text. PLONK over BN254 with {openings.Title} openings, as docs/protocol.md of Zk describes it.");
        source.Line($"/// Key digest 0x{Convert.ToHexStringLower(key.Digest)}.");
        if (key.DevelopmentSrs)
            source.Line("/// DEVELOPMENT: the SRS was made on one machine, and whoever made it can forge proofs. Not for anything of value.");
        source.Lines(
            $"/// @dev Compile with solc {CompilerVersion} --optimize --optimize-runs {OptimizerRuns}, evmVersion prague, and not --via-ir, which runs out of stack on large circuits.",
            "/// Calldata (bytes):",
            $"///   0x00 selector of {calldata.Signature}");
        if (calldata.PublicInputs > 0)
            source.Line($"///   0x04 {calldata.PublicInputs} public inputs");
        var layout = key.Layout;
        void Part(int place, string what) => source.Line(string.Create(CultureInfo.InvariantCulture, $"///   0x{place:x2} {what}"));
        foreach (var (commitment, what) in openings.Commitments())
            Part(calldata.Commitment(commitment), what);
        Part(calldata.Commitment(layout.OpeningProof), "W, W'");
        Part(calldata.Evaluation(0), $"{layout.EvaluationCount} evaluations");
        Part(calldata.Hint, "the inverse of all denominators");
        Part(calldata.Length, "end");
    }

    private static void WriteFunction(SourceWriter source, VerifyingKey<Fr> key, CalldataLayout calldata, OpeningCode openings, ConstraintCode constraints)
    {
        source.Line("/// @notice Returns true if the proof is valid for these public inputs, and reverts otherwise; it never returns false.");
        var proof = $"bytes32[{calldata.ProofWords}] calldata proof";
        source.Line(calldata.PublicInputs == 0
            ? $"function verify({proof}) external view returns (bool valid) {{"
            : $"function verify(uint256[{calldata.PublicInputs}] calldata publicInputs, {proof}) external view returns (bool valid) {{");
        source.Line("assembly {");
        source.Lines("function fail(selector) {", "mstore(0x00, shl(224, selector))", "revert(0x00, 0x04)", "}");
        source.Line($"let r := 0x{Fr.Characteristic.ToString("x64", CultureInfo.InvariantCulture)[^64..]}");
        source.Line();
        source.Line($"if iszero(eq(calldatasize(), 0x{calldata.Length:x})) {{ {SolidityErrors.Fail("WrongLength")} }}");
        source.Line();
        WriteChecks(source, key, calldata);
        source.Line();
        new TranscriptCode(key, calldata, openings.Memory, word => constraints.Reads(word) || word is "ZETA" or "V" or "Y").Write(source);
        source.Line();
        var more = openings.WriteDenominators(source);
        if (more is not null)
            source.Line();
        new EvaluationPointCode(key, calldata, openings.Memory).Write(source, more);
        source.Line();
        constraints.Write(source);
        source.Line();
        openings.Write(source);
        source.Line("}");
        source.Line("}");
    }

    /// <summary>Canonical scalars, no point at infinity. A point with y = 0 is infinity or not on the curve, whose order is odd.</summary>
    private static void WriteChecks(SourceWriter source, VerifyingKey<Fr> key, CalldataLayout calldata)
    {
        source.Comment("Scalars are below r.");
        source.Line("{");
        var scalars = Enumerable.Range(0, key.Layout.EvaluationCount).Select(calldata.Evaluation);
        source.Line("let reduced := 1");
        if (calldata.PublicInputs > EvaluationPointCode.MaximumUnrolled)
        {
            source.Line($"for {{ let place := 0x04 }} lt(place, 0x{calldata.Proof:x}) {{ place := add(place, 0x20) }} {{");
            source.Line("reduced := and(lt(calldataload(place), r), reduced)");
            source.Line("}");
        }
        else
        {
            scalars = Enumerable.Range(0, calldata.PublicInputs).Select(CalldataLayout.PublicInput).Concat(scalars);
        }

        foreach (var chunk in scalars.Chunk(8))
            source.Line($"reduced := {chunk.Aggregate("reduced", (rest, place) => $"and(lt(calldataload(0x{place:x2}), r), {rest})")}");
        source.Line($"if iszero(reduced) {{ {SolidityErrors.Fail("ScalarNotReduced")} }}");
        source.Line("}");
        source.Line();
        source.Comment("No point of the proof is infinity, (0, 0), which the precompiles would take: y = 0 is on no point of this curve.");
        var places = Enumerable.Range(0, key.Layout.CommitmentCount).Select(i => calldata.Commitment(i) + CalldataLayout.Word);
        source.Line("{");
        source.Line("let infinite := 0");
        foreach (var chunk in places.Chunk(8))
            source.Line($"infinite := {chunk.Aggregate("infinite", (rest, place) => $"or(iszero(calldataload(0x{place:x2})), {rest})")}");
        source.Line($"if infinite {{ {SolidityErrors.Fail("PointAtInfinity")} }}");
        source.Line("}");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*\\z")]
    private static partial Regex Identifier();
}
