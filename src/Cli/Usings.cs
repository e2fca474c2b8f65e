global using Zk.Curves;
global using Zk.Field;
global using Zk.Plonk;
global using BlsFr = Zk.Field.Fp256<Zk.Curves.Bls12381Fr>;
global using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;
