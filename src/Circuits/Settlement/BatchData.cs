namespace Zk.Circuits.Settlement;

/// <summary>
/// The public data words d_0..d_{N−1} of a batch, each below 2^248, with the two fingerprints by which proof and contract agree on them.
/// N is fixed by the circuit.
/// </summary>
public sealed class BatchData
{
    /// <summary>Bits of a data word.</summary>
    public const int WordBits = 248;

    private readonly Fr[] _words;

    /// <summary>Takes the words.</summary>
    /// <exception cref="ArgumentException">A word has more than 248 bits.</exception>
    public BatchData(IEnumerable<Fr> words)
    {
        _words = [.. words];
        if (_words.Any(w => w.ToBigInteger().GetBitLength() > WordBits))
            throw new ArgumentException("a data word is below 2^248", nameof(words));
    }

    /// <summary>The words in order.</summary>
    public IReadOnlyList<Fr> List => _words;

    /// <summary>P = Poseidon2 (domain <see cref="HashDomains.BatchData"/>) of [D, d_0, ..., d_{N−1}].</summary>
    public Fr Commit(Fr domain) => Poseidon2.Hash(HashDomains.BatchData, [domain, .. _words]);

    /// <summary>y = d_0 + d_1 z + ... + d_{N−1} z^{N−1}.</summary>
    public Fr Evaluate(Fr z)
    {
        var y = Fr.Zero;
        for (var i = _words.Length - 1; i >= 0; i--)
            y = (y * z) + _words[i];
        return y;
    }

    /// <summary>The words as the contract receives them: 32 bytes each, big-endian, in order.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Words.Length * _words.Length];
        for (var i = 0; i < _words.Length; i++)
            _words[i].WriteBigEndian(bytes.AsSpan(Words.Length * i, Words.Length));
        return bytes;
    }
}
