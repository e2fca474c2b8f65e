namespace Zk.Circuits.Settlement;

/// <summary>What is settled by whom: everything the contract adds to the public inputs through the challenge z.</summary>
/// <param name="Domain">Chain and contract.</param>
/// <param name="BatchNumber">The contract's number of the batch; each is used once.</param>
/// <param name="Submitter">The only sender whose transaction may carry the proof.</param>
public sealed record SettlementContext(SettlementDomain Domain, ulong BatchNumber, EthereumAddress Submitter);

/// <summary>
/// The statement of every settlement circuit: a batch with these data words moves the state from one root to another. Six public inputs, in this
/// order: D, prevRoot, nextRoot, P, z, y.
/// </summary>
/// <param name="Domain">D (<see cref="SettlementDomain"/>).</param>
/// <param name="PreviousRoot">Root of the state before the batch.</param>
/// <param name="NextRoot">Root of the state after it.</param>
/// <param name="Commitment">P, <see cref="BatchData.Commit"/>.</param>
/// <param name="Challenge">z, below 2^248.</param>
/// <param name="Evaluation">y, <see cref="BatchData.Evaluate"/> at z.</param>
public sealed record SettlementStatement(Fr Domain, Fr PreviousRoot, Fr NextRoot, Fr Commitment, Fr Challenge, Fr Evaluation)
{
    /// <summary>The number of public inputs.</summary>
    public const int Length = 6;

    /// <summary>The version of the statement and of every circuit's data layout.</summary>
    public const int Version = 1;

    private static readonly byte[] _tag = Words.Tag("zk/settlement/challenge/1");

    /// <summary>
    /// Computes the statement as the contract does, with z = keccak256(abi.encode(keccak256("zk/settlement/challenge/1"), D, keccak256(circuit name),
    /// version, key digest, batch number, submitter, prevRoot, nextRoot, P, keccak256(data words))) >> 8. P and the digest of the data fix both
    /// polynomials before z exists, so equal evaluations mean equal data but for a chance of N/2^248.
    /// </summary>
    /// <param name="context">What the contract knows of the batch.</param>
    /// <param name="circuit">The circuit's name, capacity included: <c>settlement/payments/64</c>.</param>
    /// <param name="keyDigest">The 32-byte digest of the verifying key.</param>
    /// <param name="previousRoot">Root before the batch.</param>
    /// <param name="nextRoot">Root after the batch.</param>
    /// <param name="data">The public data words.</param>
    public static SettlementStatement Create(
        SettlementContext context,
        string circuit,
        ReadOnlySpan<byte> keyDigest,
        Fr previousRoot,
        Fr nextRoot,
        BatchData data)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNotEqual(keyDigest.Length, Words.Length, nameof(keyDigest));
        var domain = context.Domain.Value;
        var commitment = data.Commit(domain);
        var z = Words.Challenge(
            _tag,
            Word(domain),
            Words.Tag(circuit),
            Words.ToBytes(Version),
            keyDigest.ToArray(),
            Words.ToBytes(context.BatchNumber),
            context.Submitter.ToWord(),
            Word(previousRoot),
            Word(nextRoot),
            Word(commitment),
            Keccak256.Hash(data.ToBytes()));
        return new SettlementStatement(domain, previousRoot, nextRoot, commitment, z, data.Evaluate(z));
    }

    /// <summary>The public inputs in the circuit's order.</summary>
    public Fr[] ToArray() => [Domain, PreviousRoot, NextRoot, Commitment, Challenge, Evaluation];

    private static byte[] Word(in Fr value)
    {
        var bytes = new byte[Words.Length];
        value.WriteBigEndian(bytes);
        return bytes;
    }
}
