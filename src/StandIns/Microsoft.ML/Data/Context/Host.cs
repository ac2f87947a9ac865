using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The surroundings of one component. Each host seeds the generators of the hosts registered with it from its own,
/// so that a seeded context gives the same numbers to the same components made in the same order.
/// </summary>
internal sealed class Host : IHost, IHostEnvironmentInternal
{
    private readonly ContextState _context;
    private readonly string _fullName;
    private readonly Lock _lock = new();

    public Host(ContextState context, string fullName, Random rand)
    {
        _context = context;
        _fullName = fullName;
        Rand = rand;
    }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog => _context.ComponentCatalog;

    public int? Seed => _context.Seed;

    public string ContextDescription => _fullName;

    public string TempFilePath
    {
        get => _context.TempFilePath;
        set => _context.TempFilePath = value;
    }

    public int? GpuDeviceId
    {
        get => _context.GpuDeviceId;
        set => _context.GpuDeviceId = value;
    }

    public bool FallbackToCpu
    {
        get => _context.FallbackToCpu;
        set => _context.FallbackToCpu = value;
    }

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        int childSeed;
        lock (_lock)
            childSeed = seed ?? Rand.Next();
        return new Host(_context, Qualify(name), new Random(childSeed));
    }

    public IChannel Start(string name) => new Channel(this, Qualify(name), _context);

    public IPipe<TMessage> StartPipe<TMessage>(string name)
        => Start(name) is IPipe<TMessage> channel ? channel : new SilentPipe<TMessage>(this, Qualify(name));

    public IProgressChannel StartProgressChannel(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        return new SilentProgressChannel();
    }

    public TException Process<TException>(TException ex)
        where TException : Exception
        => ex is null ? null : Contracts.Mark(ex);

    public bool TryGetOption<T>(string name, out T value)
    {
        if (_context.Options.TryGetValue(name, out object found))
        {
            value = (T)found;
            return true;
        }
        value = default;
        return false;
    }

    public T GetOptionOrDefault<T>(string name) => TryGetOption(name, out T value) ? value : default;

    public void SetOption<T>(string name, T value) => _context.Options[name] = value;

    public bool TryAddOption<T>(string name, T value) => _context.Options.TryAdd(name, value);

    public bool RemoveOption(string name) => _context.Options.TryRemove(name, out _);

    private string Qualify(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        return _fullName.Length == 0 ? name : $"{_fullName}; {name}";
    }
}
