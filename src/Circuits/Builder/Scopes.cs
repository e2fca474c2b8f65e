namespace Zk.Circuits;

/// <summary>The tree of named scopes in which rows are placed. Scopes with equal names under one parent are one node.</summary>
internal sealed class Scopes
{
    private readonly List<(int Parent, string Name)> _nodes = [(-1, "")];
    private readonly Dictionary<(int Parent, string Name), int> _children = [];

    /// <summary>The innermost open scope; 0 is the root.</summary>
    public int Current { get; private set; }

    public int Count => _nodes.Count;

    public int Parent(int scope) => _nodes[scope].Parent;

    public string Name(int scope) => _nodes[scope].Name;

    public void Enter(string name)
    {
        if (!_children.TryGetValue((Current, name), out var child))
        {
            child = _nodes.Count;
            _nodes.Add((Current, name));
            _children.Add((Current, name), child);
        }

        Current = child;
    }

    public void Leave() => Current = Parent(Current);

    /// <summary>The path from the root, separated by slashes.</summary>
    public string Path(int scope) => scope == 0 ? "" : Parent(scope) == 0 ? Name(scope) : $"{Path(Parent(scope))}/{Name(scope)}";
}

/// <summary>Closes a scope at the end of a <c>using</c> block.</summary>
public readonly struct ScopeHandle : IDisposable, IEquatable<ScopeHandle>
{
    private readonly Scopes _scopes;

    internal ScopeHandle(Scopes scopes) => _scopes = scopes;

    /// <summary>Closes the scope.</summary>
    public void Dispose() => _scopes.Leave();

    /// <inheritdoc/>
    public bool Equals(ScopeHandle other) => ReferenceEquals(_scopes, other._scopes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ScopeHandle other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _scopes.GetHashCode();
}
