using System.Text;

namespace Zk.Field.Tests;

internal sealed class KernelSourceTests
{
    [Test]
    public void GeneratedKernelsAreCurrent()
    {
        foreach (var (path, content) in KernelSource.Files())
            Snapshot.Matches(path, Encoding.UTF8.GetBytes(content));
    }
}
