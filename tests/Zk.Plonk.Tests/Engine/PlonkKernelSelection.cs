using Zk.Testing;

namespace Zk.Plonk.Tests;

internal sealed class PlonkKernelSelection : KernelSelection;
