namespace Zk.Plonk;

/// <summary>
/// The calldata of a generated verifier: the selector, then 32-byte words: public inputs, the proof's points (x, y) and evaluations in the order of
/// <see cref="ProofLayout{TF}"/>, and the hint, the inverse of all denominators. docs/protocol.md, section 11.
/// </summary>
internal sealed class CalldataLayout(VerifyingKey<Fr> key)
{
    /// <summary>Bytes in a word.</summary>
    public const int Word = 32;

    /// <summary>Bytes in a point of G1.</summary>
    public const int Point = 2 * Word;

    /// <summary>Bytes before the first argument.</summary>
    public const int Selector = 4;

    /// <summary>ℓ, the number of public inputs.</summary>
    public int PublicInputs => key.System.PublicInputs;

    /// <summary>Words of the second argument: points, evaluations, hint.</summary>
    public int ProofWords => (2 * key.Layout.CommitmentCount) + key.Layout.EvaluationCount + 1;

    /// <summary>Bytes of the whole.</summary>
    public int Length => Hint + Word;

    /// <summary>The hint's place.</summary>
    public int Hint => Evaluation(key.Layout.EvaluationCount);

    /// <summary>The place of the proof, which begins with its points.</summary>
    public int Proof => Selector + (Word * PublicInputs);

    /// <summary>The function's signature, whose hash begins the calldata. Static arrays: the length is exact and nothing has to be found by an offset.</summary>
    public string Signature => PublicInputs == 0 ? $"verify(bytes32[{ProofWords}])" : $"verify(uint256[{PublicInputs}],bytes32[{ProofWords}])";

    /// <summary>The place of a public input.</summary>
    public static int PublicInput(int index) => Selector + (Word * index);

    /// <summary>The place of a point, by its number among the proof's commitments.</summary>
    public int Commitment(int index) => Proof + (Point * index);

    /// <summary>The place of an evaluation.</summary>
    public int Evaluation(int index) => Commitment(key.Layout.CommitmentCount) + (Word * index);
}
