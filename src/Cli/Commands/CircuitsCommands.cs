using System.CommandLine;
using System.Text.Json.Nodes;
using Zk.Circuits;

namespace Zk.Cli;

/// <summary><c>zk circuits</c>: which circuits there are and what they cost.</summary>
internal static class CircuitsCommands
{
    private static readonly Argument<string> Name = new("NAME") { Description = "Circuit, for example settlement/payments/64" };

    /// <summary>The command and its subcommands.</summary>
    public static Command Build() => new("circuits", "The circuits that this tool proves")
    {
        new Command("list", "Name them").Does(List),
        new Command("show", "Rows, degree and columns of a circuit, its rows by gadget, and the cost of each gadget beside its target") { Name }.Does(Show),
    };

    private static void List(CommandContext context) => context.Report(
        new JsonObject
        {
            ["format"] = "zk/circuits/1",
            ["circuits"] = new JsonArray([.. SettlementCircuit.All.Select(c => new JsonObject { ["name"] = c.Name, ["description"] = c.Description })]),
        },
        output =>
        {
            foreach (var kind in SettlementCircuit.All)
                output.WriteLine($"{kind.Name,-24}  {kind.Description}");
        });

    private static void Show(CommandContext context)
    {
        var kind = SettlementCircuit.Find(context.Get(Name));
        using var circuit = kind.Compile();
        var (profile, system) = (circuit.Profile, circuit.Compiled.System);
        var gadgets = GadgetCosts.Measure();
        context.Report(
            new JsonObject
            {
                ["format"] = "zk/circuit/1",
                ["name"] = circuit.Compiled.Name,
                ["rows"] = profile.Rows,
                ["log2"] = profile.Log2,
                ["cells"] = profile.Cells,
                ["degree"] = system.Degree,
                ["constraints"] = system.Constraints.Count,
                ["advice_columns"] = system.AdviceColumns,
                ["fixed_columns"] = system.FixedColumns,
                ["multiplicity_columns"] = system.MultiplicityColumns,
                ["accumulator_columns"] = system.AccumulatorColumns,
                ["range_bits"] = profile.RangeBits,
                ["srs_powers"] = new JsonObject([.. CommitmentSchemes.All.Select(s => KeyValuePair.Create<string, JsonNode?>(s.Name(), circuit.Compiled.SrsSizeFor(s)))]),
                ["public_inputs"] = new JsonArray([.. circuit.PublicInputs.Select(name => JsonValue.Create(name))]),
                ["profile"] = new JsonArray([.. profile.Entries.Select(entry => new JsonObject { ["path"] = entry.Path, ["rows"] = entry.Rows })]),
                ["gadgets"] = new JsonArray([.. gadgets.Select(g => new JsonObject { ["name"] = g.Name, ["rows"] = g.Rows, ["target"] = g.Target })]),
            },
            output =>
            {
                output.WriteLine($"{circuit.Compiled.Name}: {profile.Rows} rows x {profile.AdviceColumns} columns = {profile.Cells} cells, domain 2^{profile.Log2}, {profile.Rows / kind.Capacity} rows an operation");
                output.WriteLine($"degree {system.Degree}, {system.Constraints.Count} constraints, {system.FixedColumns} fixed + {system.AdviceColumns} permutation columns, "
                    + $"{system.MultiplicityColumns} multiplicity columns, {system.AccumulatorColumns} accumulators, {profile.RangeBits}-bit range table");
                output.WriteLine($"SRS: {string.Join(", ", CommitmentSchemes.All.Select(s => $"{circuit.Compiled.SrsSizeFor(s)} powers with {s.Name()}"))}");
                output.WriteLine($"public inputs: {string.Join(", ", circuit.PublicInputs)}");
                output.WriteLine();
                output.WriteLine($"{"rows",10}      %  where");
                foreach (var entry in profile.Entries)
                    output.WriteLine($"{entry.Rows,10}  {100.0 * entry.Rows / profile.Rows,5:F1}  {new string(' ', 2 * entry.Depth)}{entry.Path[(entry.Path.LastIndexOf('/') + 1)..]}");
                output.WriteLine();
                output.WriteLine($"{"rows",10} {"target",7}  gadget, each further use");
                foreach (var gadget in gadgets)
                    output.WriteLine($"{gadget.Rows,10} {gadget.Target,7}  {gadget.Name}{(gadget.Rows > gadget.Target ? "  (over)" : "")}");
            });
    }
}
