using System.Runtime.Intrinsics.X86;

namespace Zk.Field;

/// <summary>The implementations of block arithmetic, slowest first. All give the same elements, bit for bit.</summary>
public enum VectorKernel
{
    /// <summary>The scalar operators, one lane at a time, for any processor.</summary>
    Portable,

    /// <summary>Four lanes at a time by double-precision FMA; needs AVX2 and FMA.</summary>
    Avx2,

    /// <summary>Eight lanes at a time by double-precision FMA and 64-bit multiplication; needs AVX-512 F and DQ.</summary>
    Avx512,
}

/// <summary>Which <see cref="VectorKernel"/> bulk operations use.</summary>
public static class VectorKernels
{
    /// <summary>The environment variable that forces a slower kernel than the processor's best: <c>avx512</c>, <c>avx2</c> or <c>portable</c>.</summary>
    public const string EnvironmentVariable = "ZK_KERNEL";

    /// <summary>The fastest kernel this processor has the instructions for.</summary>
    public static readonly VectorKernel Best =
        Avx512F.IsSupported && Avx512DQ.IsSupported ? VectorKernel.Avx512 : Avx2.IsSupported && Fma.IsSupported ? VectorKernel.Avx2 : VectorKernel.Portable;

    /// <summary><see cref="Best"/>, or the slower one that <see cref="EnvironmentVariable"/> named when the process started.</summary>
    public static readonly VectorKernel Selected = Select(Environment.GetEnvironmentVariable(EnvironmentVariable), Best);

    /// <summary>The name by which reports and <see cref="EnvironmentVariable"/> know a kernel.</summary>
    public static string Name(this VectorKernel kernel) => kernel switch
    {
        VectorKernel.Avx512 => "avx512",
        VectorKernel.Avx2 => "avx2",
        _ => "portable",
    };

    /// <summary>The kernel named, if <paramref name="best"/> is not slower; <paramref name="best"/> for no name or an unknown one.</summary>
    public static VectorKernel Select(string? name, VectorKernel best)
    {
        foreach (var kernel in Enum.GetValues<VectorKernel>())
        {
            if (kernel.Name() == name)
                return kernel < best ? kernel : best;
        }

        return best;
    }
}
