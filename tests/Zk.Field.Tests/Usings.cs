global using NUnit.Framework;
global using Zk.Curves;
global using Zk.Testing;
global using BlsFq = Zk.Field.Fp384<Zk.Curves.Bls12381Fq>;
global using BlsFr = Zk.Field.Fp256<Zk.Curves.Bls12381Fr>;
global using Fq = Zk.Field.Fp256<Zk.Curves.Bn254Fq>;
global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;
global using Small = Zk.Field.Fp256<Zk.Field.Tests.SmallModulusTests.SmallModulus>;
