using NUnit.Framework;
using Zk.Field;

namespace Zk.Testing;

/// <summary>
/// Continuous integration runs tests again with instruction sets switched off and names the kernel that must then be in use in ZK_EXPECTED_KERNEL. A
/// test project derives from this to say that its other tests ran on that kernel.
/// </summary>
public abstract class KernelSelection
{
    [Test]
    public void VectorKernelIsTheExpectedOne()
    {
        var expected = Environment.GetEnvironmentVariable("ZK_EXPECTED_KERNEL")
            ?? VectorKernels.Select(Environment.GetEnvironmentVariable(VectorKernels.EnvironmentVariable), VectorKernels.Best).Name();
        Assert.That(VectorKernels.Selected.Name(), Is.EqualTo(expected));
    }
}
