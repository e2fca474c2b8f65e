namespace Zk.Field.Tests;

internal sealed class VectorKernelTests
{
    [Test]
    public void EnvironmentForcesOnlyDownwards()
    {
        Assert.That(VectorKernels.Select("portable", VectorKernel.Avx512), Is.EqualTo(VectorKernel.Portable));
        Assert.That(VectorKernels.Select("avx2", VectorKernel.Avx512), Is.EqualTo(VectorKernel.Avx2));
        Assert.That(VectorKernels.Select("avx512", VectorKernel.Avx2), Is.EqualTo(VectorKernel.Avx2));
        Assert.That(VectorKernels.Select("avx2", VectorKernel.Portable), Is.EqualTo(VectorKernel.Portable));
        Assert.That(VectorKernels.Select(null, VectorKernel.Avx2), Is.EqualTo(VectorKernel.Avx2));
        Assert.That(VectorKernels.Select("neon", VectorKernel.Avx2), Is.EqualTo(VectorKernel.Avx2));
    }

    [Test]
    public void SelectionIsWithinWhatTheProcessorHas() => Assert.That(VectorKernels.Selected, Is.LessThanOrEqualTo(VectorKernels.Best));

    [Test]
    public void FieldsWithoutKernelsHaveBlocks()
    {
        var blocks = BlockDriver<TinyFp<Prime97>>.Create(VectorKernels.Selected);
        var values = TinyFp<Prime97>.All.Skip(90).Concat(TinyFp<Prime97>.All).Take(8).ToArray();
        var block = blocks.Load(values, scaled: true);
        Assert.That(blocks.Store(blocks.Apply(BlockDriver<TinyFp<Prime97>>.Unary.Square, block), scaled: true), Is.EqualTo(values.Select(v => v * v)));
        Assert.That(blocks.ZeroMask(block), Is.EqualTo(1 << 7));
    }
}

internal sealed class FieldKernelSelection : KernelSelection;
