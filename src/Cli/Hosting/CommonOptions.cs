using System.CommandLine;

namespace Zk.Cli;

/// <summary>Options that several commands share; each is defined once.</summary>
internal static class CommonOptions
{
    /// <summary>One JSON object on standard output and nothing else.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON object on standard output and nothing else",
        Recursive = true,
    };

    /// <summary>Worker threads.</summary>
    public static Option<int> Threads { get; } = InRange(
        new("--threads") { Description = "Worker threads", HelpName = "T", DefaultValueFactory = _ => Environment.ProcessorCount }, 1, 1024);

    /// <summary>The compute device; only the CPU exists so far.</summary>
    public static Option<string> Device { get; } = new("--device")
    {
        Description = "Compute device; 'zk devices' lists them",
        HelpName = "cpu",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>How polynomials are committed and opened.</summary>
    public static Option<string> Pcs { get; } = OneOf(
        new("--pcs")
        {
            Description = "Polynomial commitment scheme: shplonk proves fastest, shplonk-wide and fflonk are cheaper to verify in a contract",
            HelpName = string.Join('|', CommitmentSchemes.All.Select(scheme => scheme.Name())),
            DefaultValueFactory = _ => CommitmentScheme.Shplonk.Name(),
        },
        [.. CommitmentSchemes.All.Select(scheme => scheme.Name())]);

    /// <summary>The pairing curve of a benchmark.</summary>
    public static Option<string> Curve { get; } = OneOf(
        new("--curve") { Description = "Pairing curve", HelpName = "bn254|bls12-381", DefaultValueFactory = _ => "bn254" }, "bn254", "bls12-381");

    /// <summary>Where development SRS and keys are kept between runs.</summary>
    public static Option<string?> Cache { get; } = new("--cache")
    {
        Description = "Directory of the cache (default: $XDG_CACHE_HOME/zk or ~/.cache/zk)",
        HelpName = "DIR",
    };

    /// <summary>A structured reference string.</summary>
    public static Option<string?> Srs { get; } = new("--srs")
    {
        Description = "SRS file; without it a DEVELOPMENT one is made and cached",
        HelpName = "FILE",
    };

    /// <summary>A required output or input file.</summary>
    public static Option<string> File(string name, string description) => new(name) { Description = description, HelpName = "FILE", Required = true };

    /// <summary>A required directory.</summary>
    public static Option<string> Directory(string name, string description) => new(name) { Description = description, HelpName = "DIR", Required = true };

    /// <summary>An integer option with inclusive bounds.</summary>
    public static Option<int> InRange(Option<int> option, int minimum, int maximum)
    {
        option.Validators.Add(result =>
        {
            // A token that is no integer has been reported by the parser already.
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < minimum || value > maximum))
                result.AddError($"{option.Name}: {value} is out of range, {minimum} to {maximum} are possible");
        });
        return option;
    }

    /// <summary>A text option with these values only.</summary>
    public static Option<string> OneOf(Option<string> option, params string[] values)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !values.Contains(result.Tokens[0].Value, StringComparer.Ordinal))
                result.AddError($"{option.Name}: '{result.Tokens[0].Value}' is none of {string.Join(", ", values)}");
        });
        return option;
    }

    /// <summary>The commitment scheme asked for.</summary>
    public static CommitmentScheme GetScheme(CommandContext context) => CommitmentSchemes.Find(context.Get(Pcs)) ?? throw new InvalidOperationException("the option's values are checked");

    /// <summary>Refuses what this build cannot do: that is a matter of the environment, not of usage.</summary>
    public static void RequireSupported(CommandContext context, Option<string>? curve = null, Option<string>? device = null)
    {
        if (device is not null && context.Get(device) is not ("cpu" or "auto") and var name)
            throw CliException.Environment($"--device {name}: no such device; this build computes on 'cpu' only");
        if (curve is not null && context.Get(curve) != "bn254")
            throw CliException.Environment($"--curve {context.Get(curve)}: not available in this build; use bn254");
    }
}
