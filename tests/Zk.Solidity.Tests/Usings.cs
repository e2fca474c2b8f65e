global using NUnit.Framework;
global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;
