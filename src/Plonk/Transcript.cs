using System.Buffers.Binary;
using Zk.Curves;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// The Fiat-Shamir transcript over Keccak-256: a 32-byte state and a hash over it that is still open. Absorbing extends the hash; drawing replaces the
/// state by its digest, so that every challenge depends on everything absorbed before it. docs/protocol.md, section 4.
/// </summary>
public sealed class Transcript
{
    /// <summary>The ASCII text whose Keccak-256 digest is the first state; it names the protocol and its version.</summary>
    public const string Protocol = "zk/plonk/1";

    private readonly KeccakState _pending = new(Keccak256.DigestLength);
    private readonly byte[] _state;

    /// <summary>Starts a transcript.</summary>
    public Transcript()
    {
        _state = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(Protocol));
        _pending.Update(_state);
    }

    /// <summary>Appends bytes. Every item has a length that the verifying key fixes, so no framing is needed.</summary>
    public void Absorb(ReadOnlySpan<byte> bytes) => _pending.Update(bytes);

    /// <summary>Appends field elements, each in canonical big-endian form.</summary>
    public void Absorb<TF>(ReadOnlySpan<TF> values)
        where TF : unmanaged, IPrimeField<TF>
    {
        Span<byte> bytes = stackalloc byte[TF.ByteLength];
        foreach (var value in values)
        {
            value.WriteBigEndian(bytes);
            Absorb(bytes);
        }
    }

    /// <summary>
    /// Draws challenges: state = keccak(state ‖ pending); challenge i = keccak(state ‖ i) mod r, with i as 4 bytes and the digest both big-endian.
    /// </summary>
    public TF[] Draw<TF>(int count)
        where TF : unmanaged, IPrimeField<TF>
    {
        _pending.Finish(_state);
        var challenges = new TF[count];
        Span<byte> input = stackalloc byte[Keccak256.DigestLength + sizeof(int)];
        Span<byte> digest = stackalloc byte[Keccak256.DigestLength];
        _state.CopyTo(input);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input[Keccak256.DigestLength..], i);
            Keccak256.Hash(input, digest);
            challenges[i] = TF.ReduceBigEndian(digest);
        }

        _pending.Update(_state);
        return challenges;
    }
}
