global using NUnit.Framework;
global using Zk.Curves;
global using Zk.Testing;
global using Fq = Zk.Field.Fp256<Zk.Curves.Bn254Fq>;
global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;
