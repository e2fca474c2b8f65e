namespace Zk.Curves.Tests;

internal sealed class CurvesKernelSelection : KernelSelection;
