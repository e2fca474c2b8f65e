global using NUnit.Framework;
global using Zk.Circuits;
global using Zk.Curves;
global using Zk.Field;
global using Zk.Plonk;
global using Zk.Testing;
global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;

// Fixtures share compiled circuits, which are read only; most of their tests keep one core busy.
[assembly: Parallelizable(ParallelScope.Fixtures)]
