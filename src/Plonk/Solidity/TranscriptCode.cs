using System.Text;
using Zk.Curves;

namespace Zk.Plonk;

/// <summary>Rounds 0 to 5 as the verifier repeats them: docs/protocol.md, section 4. Whatever is absorbed lies in calldata in the order of its hashing.</summary>
internal sealed class TranscriptCode(VerifyingKey<Fr> key, CalldataLayout calldata, MemoryFrame memory, Func<string, bool> isRead)
{
    private const int IndexBytes = 4;

    /// <summary>Writes the code that leaves all challenges in their words.</summary>
    public void Write(SourceWriter source)
    {
        var layout = key.Layout;
        source.Comment("Rounds 0 and 1: the state that the protocol's name gives, key digest, public inputs, advice, multiplicities.");
        source.Line($"mstore({memory.At(0)}, 0x{Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(Transcript.Protocol)))})");
        source.Line($"mstore({memory.At(CalldataLayout.Word)}, 0x{Convert.ToHexStringLower(key.Digest)})");
        var first = calldata.Commitment(layout.AccumulatorStart) - CalldataLayout.Selector;
        source.Line($"calldatacopy({memory.At(2 * CalldataLayout.Word)}, {(calldata.PublicInputs > 0 ? "publicInputs" : "proof")}, 0x{first:x})");
        Draw(source, CalldataLayout.Word + first, "THETA", "CHI", "BETA", "GAMMA");
        Round(source, "Round 2: accumulators.", calldata.Commitment(layout.AccumulatorStart), calldata.Commitment(layout.QuotientStart), "ALPHA");
        Round(source, "Round 3: quotient pieces.", calldata.Commitment(layout.QuotientStart), calldata.Commitment(layout.OpeningProof), "ZETA");
        Round(source, "Round 4: evaluations.", calldata.Evaluation(0), calldata.Evaluation(layout.EvaluationCount), "V");
        Round(source, "Round 5: W.", calldata.Commitment(layout.OpeningProof), calldata.Commitment(layout.FinalOpeningProof), "Y");
    }

    private void Round(SourceWriter source, string comment, int start, int end, string challenge)
    {
        source.Comment(comment);
        source.Line($"calldatacopy({memory.At(CalldataLayout.Word)}, add(proof, 0x{start - calldata.Proof:x}), 0x{end - start:x})");
        Draw(source, end - start, challenge);
    }

    /// <summary>state = keccak(state ‖ absorbed), then challenge i = keccak(state ‖ i) mod r; one that nothing reads is left out.</summary>
    private void Draw(SourceWriter source, int absorbed, params string[] challenges)
    {
        source.Line($"mstore({memory.At(0)}, keccak256({memory.At(0)}, 0x{CalldataLayout.Word + absorbed:x}))");
        for (var i = 0; i < challenges.Length; i++)
        {
            if (!isRead(challenges[i]))
                continue;
            source.Line($"mstore({memory.At(CalldataLayout.Word)}, {(i == 0 ? "0" : $"0x{i:x8}{new string('0', 56)}")})");
            source.Line($"mstore({challenges[i]}, mod(keccak256({memory.At(0)}, 0x{CalldataLayout.Word + IndexBytes:x}), {YulCode.Modulus}))");
        }
    }
}
