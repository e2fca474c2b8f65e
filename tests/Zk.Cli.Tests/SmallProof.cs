using Zk.Curves;
using Zk.Plonk;
using Fr = Zk.Field.Fp256<Zk.Curves.Bn254Fr>;

namespace Zk.Cli.Tests;

/// <summary>A proof of the vanilla circuit on 16 rows with its key and public input, as the files that <c>zk verify</c> reads.</summary>
internal static class SmallProof
{
    /// <summary>Writes vk.json, proof.json and public.json into a folder.</summary>
    public static void Write(string folder)
    {
        using var circuit = VanillaCircuit.Compile<Fr>(4);
        using var assignment = new Assignment<Fr>(circuit);
        VanillaCircuit.Assign(assignment, circuit.Rows, Fr.Random());
        using var srs = Srs<Fr>.CreateForDevelopment(Bn254.Curve, circuit.SrsSize, 1);
        var (provingKey, verifyingKey) = Keys.Generate(circuit, srs);
        using (provingKey)
        {
            using var engine = new CpuEngine<Fr>(1);
            var proof = new Prover<Fr>(provingKey, engine).Prove(assignment);
            VerifyingKeyFile.WriteJson(Path.Combine(folder, "vk.json"), verifyingKey);
            ProofFile.WriteJson(Path.Combine(folder, "proof.json"), proof, verifyingKey);
            PublicInputsFile.Write<Fr>(Path.Combine(folder, "public.json"), Bn254.Curve, assignment.PublicInputs);
        }
    }
}
