global using BenchmarkDotNet.Attributes;
global using Zk.Curves;
global using Zk.Field;
global using Zk.Plonk;
global using Fq = Zk.Field.Fp256<Zk.Curves.Bn254Fq>;
global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;
