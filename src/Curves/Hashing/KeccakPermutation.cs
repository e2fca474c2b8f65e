using System.Numerics;

namespace Zk.Curves;

/// <summary>The permutation Keccak-f[1600] (FIPS 202, section 3.3; the Keccak reference 3.0, section 1.2).</summary>
public static class KeccakPermutation
{
    /// <summary>Number of 64-bit lanes of the state; lane x + 5y is A[x, y].</summary>
    public const int Lanes = 25;

    /// <summary>Number of rounds.</summary>
    public const int Rounds = 24;

    private static readonly ulong[] _roundConstants = MakeRoundConstants();
    private static readonly int[] _rotations = MakeRotations();

    /// <summary>The constants of step iota, one a round.</summary>
    public static ReadOnlySpan<ulong> RoundConstants => _roundConstants;

    /// <summary>The rotation of step rho for each lane x + 5y.</summary>
    public static ReadOnlySpan<int> Rotations => _rotations;

    /// <summary>Applies the 24 rounds in place. Constant time.</summary>
    /// <param name="state">25 lanes; lane x + 5y is A[x, y].</param>
    public static void Apply(Span<ulong> state)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, Lanes);
        Span<ulong> moved = stackalloc ulong[Lanes];
        Span<ulong> parity = stackalloc ulong[5];
        foreach (var constant in _roundConstants)
        {
            Theta(state, parity);
            RhoPi(state, moved);
            Chi(moved, state);
            state[0] ^= constant;
        }
    }

    private static void Theta(Span<ulong> a, Span<ulong> parity)
    {
        for (var x = 0; x < 5; x++)
            parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (var x = 0; x < 5; x++)
        {
            var d = parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            for (var i = x; i < Lanes; i += 5)
                a[i] ^= d;
        }
    }

    private static void RhoPi(ReadOnlySpan<ulong> a, Span<ulong> moved)
    {
        for (var y = 0; y < 5; y++)
        {
            for (var x = 0; x < 5; x++)
                moved[y + (5 * (((2 * x) + (3 * y)) % 5))] = BitOperations.RotateLeft(a[x + (5 * y)], _rotations[x + (5 * y)]);
        }
    }

    private static void Chi(ReadOnlySpan<ulong> b, Span<ulong> a)
    {
        for (var row = 0; row < Lanes; row += 5)
        {
            ulong b0 = b[row], b1 = b[row + 1], b2 = b[row + 2], b3 = b[row + 3], b4 = b[row + 4];
            a[row] = b0 ^ (~b1 & b2);
            a[row + 1] = b1 ^ (~b2 & b3);
            a[row + 2] = b2 ^ (~b3 & b4);
            a[row + 3] = b3 ^ (~b4 & b0);
            a[row + 4] = b4 ^ (~b0 & b1);
        }
    }

    /// <summary>Bit 2^j − 1 of round i's constant is bit j + 7i of the LFSR x^8 + x^6 + x^5 + x^4 + 1.</summary>
    private static ulong[] MakeRoundConstants()
    {
        var constants = new ulong[Rounds];
        byte lfsr = 1;
        for (var round = 0; round < Rounds; round++)
        {
            for (var j = 0; j <= 6; j++)
            {
                if ((lfsr & 1) != 0)
                    constants[round] |= 1UL << ((1 << j) - 1);
                lfsr = (byte)((lfsr << 1) ^ ((lfsr >> 7) * 0x71));
            }
        }

        return constants;
    }

    /// <summary>Lane t of the walk (x, y) -> (y, 2x + 3y) from (1, 0) is rotated by (t + 1)(t + 2)/2.</summary>
    private static int[] MakeRotations()
    {
        var rotations = new int[Lanes];
        int x = 1, y = 0;
        for (var t = 0; t < Lanes - 1; t++)
        {
            rotations[x + (5 * y)] = (t + 1) * (t + 2) / 2 % 64;
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
        }

        return rotations;
    }
}
