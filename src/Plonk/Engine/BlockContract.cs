using System.Numerics;
using Zk.Field;

namespace Zk.Plonk;

/// <summary>
/// How large the elements of a register can be: no limb above <paramref name="Units"/> units, no value above <paramref name="Value"/> in magnitude.
/// </summary>
internal readonly record struct BlockBound(int Units, BigInteger Value);

/// <summary>
/// The contract of block arithmetic (<see cref="IBlockArithmetic{T}"/>, bounds) for a field of characteristic p in blocks of L limbs, as arithmetic on bounds. Of
/// blocks whose elements are always canonical nothing is required: there all bounds are zero.
/// </summary>
internal sealed class BlockContract
{
    /// <summary>Bits of a limb.</summary>
    private const int Radix = 52;

    private readonly int _unit;
    private readonly BigInteger _modulus;
    private readonly int _bits;

    private BlockContract() => ValueLimit = 1;

    /// <summary>The contract for elements packed in <paramref name="packedLimbs"/> 64-bit limbs.</summary>
    public BlockContract(BigInteger modulus, int limbs, int packedLimbs)
    {
        _unit = 1;
        _modulus = modulus;
        _bits = Radix * limbs;
        ValueLimit = BigInteger.One << (_bits - 1);
        Raw = new(1, modulus - 1);
        Scaled = new(1, Raw.Value << (_bits - (64 * packedLimbs)));
    }

    /// <summary>The contract of canonical elements.</summary>
    public static BlockContract Exact { get; } = new();

    /// <summary>Sums and differences have at most so many units.</summary>
    public static int SumUnits => 16;

    /// <summary>The units of two factors multiply to at most this.</summary>
    public static int ProductUnits => 4;

    /// <summary>A factor of a square has at most so many units.</summary>
    public static int SquareUnits => 2;

    /// <summary>Every value is below this in magnitude.</summary>
    public BigInteger ValueLimit { get; }

    /// <summary>Reductions and raw stores take values below this in magnitude.</summary>
    public BigInteger ReduceLimit => _modulus << 9;

    /// <summary>Whether every value that blocks may hold can be reduced. In blocks of eight limbs it cannot, they leave too much room above p.</summary>
    public bool ReductionsSuffice => ValueLimit <= BigInteger.Max(ReduceLimit, BigInteger.One);

    /// <summary>A raw load or any constant.</summary>
    public BlockBound Raw { get; }

    /// <summary>A scaled load.</summary>
    public BlockBound Scaled { get; }

    /// <summary>The result of a reduction: at most p + 2^−16 p.</summary>
    public BlockBound Reduced => new(_unit, _modulus + (_modulus >> 16));

    /// <summary>A sum or difference.</summary>
    public static BlockBound Sum(BlockBound a, BlockBound b) => new(a.Units + b.Units, a.Value + b.Value);

    /// <summary>A product: below p + |a||b|/R'.</summary>
    public BlockBound Product(BlockBound a, BlockBound b) => new(_unit, _modulus + ((a.Value * b.Value) >> _bits));
}
