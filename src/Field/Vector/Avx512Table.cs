namespace Zk.Field;

/// <summary>
/// The constants of <see cref="Avx512Kernel"/> for one field, each for 8 lanes. For every row, in a place of its own: -1/p mod 2^52; 2^57 p_0 and 2^161 as doubles; the
/// bias of carries that 2^161 leaves; then p_j as an integer and as a double for j = 1... At the end the bias to take off each of the upper columns.
/// </summary>
internal static unsafe class Avx512Table<T, TShape>
    where T : unmanaged, IMontgomeryField<T>
    where TShape : struct, IBlockShape
{
    public static readonly long* Pointer = Create();

    private static long* Create()
    {
        var n = TShape.Limbs;
        var row = 4 + (2 * (n - 1));
        var table = BlockConstants.Allocate(8 * ((n * row) + n - 1));
        var p = BlockConstants<T, TShape>.Modulus;
        var bias = Avx512Kernel.ChainBias(n);
        var ceilingStart = BitConverter.DoubleToInt64Bits(Math.ScaleB(1, 161));
        for (var i = 0; i < n; i++)
        {
            Fill((i * row) + 0, (long)(T.ModulusNegativeInverse & (ulong)BlockConstants.Mask));
            Fill((i * row) + 1, BitConverter.DoubleToInt64Bits(Math.ScaleB(p[0], 57)));
            Fill((i * row) + 2, ceilingStart);
            Fill((i * row) + 3, -bias - ceilingStart);
            for (var j = 1; j < n; j++)
            {
                Fill((i * row) + 2 + (2 * j), p[8 * j]);
                Fill((i * row) + 3 + (2 * j), BitConverter.DoubleToInt64Bits(p[8 * j]));
            }
        }

        for (var c = 0; c < n - 1; c++)
            Fill((n * row) + c, -bias);
        return table;

        void Fill(int index, long value) => new Span<long>(table + (8 * index), 8).Fill(value);
    }
}
