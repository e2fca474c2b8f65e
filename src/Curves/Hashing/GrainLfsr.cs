using System.Numerics;

namespace Zk.Curves;

/// <summary>
/// The Grain LFSR in self-shrinking mode, from which Poseidon and Poseidon2 draw their constants (Poseidon, ePrint 2019/458, appendix E):
/// 80 bits, b[i+80] = b[i+62] + b[i+51] + b[i+38] + b[i+23] + b[i+13] + b[i]; 160 bits are discarded; then of each pair the second bit is
/// output if the first is one.
/// </summary>
internal sealed class GrainLfsr
{
    private const int Width = 80;
    private readonly bool[] _bits = new bool[Width];
    private readonly int _fieldBits;
    private int _head;

    /// <summary>
    /// Seeds with the instance: 2 bits for a prime field, 4 bits of 0 for an S-box x^alpha, 12 bits each for the size of the prime and the width, 10 each for the full and the partial rounds, 30 ones.
    /// </summary>
    public GrainLfsr(int fieldBits, int width, int fullRounds, int partialRounds)
    {
        _fieldBits = fieldBits;
        var at = 0;
        Append(1, 2);
        Append(0, 4);
        Append(fieldBits, 12);
        Append(width, 12);
        Append(fullRounds, 10);
        Append(partialRounds, 10);
        Append((1 << 30) - 1, 30);
        for (var i = 0; i < 2 * Width; i++)
            Step();

        void Append(int value, int bits)
        {
            for (var i = bits - 1; i >= 0; i--)
                _bits[at++] = ((value >> i) & 1) != 0;
        }
    }

    /// <summary>The next integer below <paramref name="modulus"/>, most significant bit first, by rejection.</summary>
    public BigInteger NextBelow(BigInteger modulus)
    {
        while (true)
        {
            var value = BigInteger.Zero;
            for (var i = 0; i < _fieldBits; i++)
                value = (value << 1) | (NextBit() ? BigInteger.One : BigInteger.Zero);
            if (value < modulus)
                return value;
        }
    }

    private bool NextBit()
    {
        while (!Step())
            Step();
        return Step();
    }

    private bool Step()
    {
        var bit = At(62) ^ At(51) ^ At(38) ^ At(23) ^ At(13) ^ At(0);
        _bits[_head] = bit;
        _head = (_head + 1) % Width;
        return bit;
    }

    private bool At(int offset) => _bits[(_head + offset) % Width];
}
