using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The start of everything: catalogs of what can be made, the seed, the log.</summary>
public sealed class MLContext : IHostEnvironmentInternal
{
    private readonly Host _env;

    /// <summary>A context; with a seed, the same program gives the same results.</summary>
    public MLContext(int? seed = null)
    {
        var context = new ContextState(seed, OnMessage);
        _env = new Host(context, "", seed is int value ? new Random(value) : new Random());
        Data = new DataOperationsCatalog(_env);
        Model = new ModelOperationsCatalog(_env);
        Transforms = new TransformsCatalog(_env);
        MulticlassClassification = new MulticlassClassificationCatalog(_env);
        AnomalyDetection = new AnomalyDetectionCatalog(_env);
    }

    /// <summary>Every message of every component.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    /// <summary>Loading, saving, splitting, shuffling.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>Saving, loading and using models.</summary>
    public ModelOperationsCatalog Model { get; }

    /// <summary>Transforms.</summary>
    public TransformsCatalog Transforms { get; }

    /// <summary>Trainers and metrics for several classes.</summary>
    public MulticlassClassificationCatalog MulticlassClassification { get; }

    /// <summary>Metrics of anomaly detection.</summary>
    public AnomalyDetectionCatalog AnomalyDetection { get; }

    /// <summary>The components that a saved model may name.</summary>
    public ComponentCatalog ComponentCatalog => _env.ComponentCatalog;

    /// <summary>The folder for temporary files.</summary>
    public string TempFilePath
    {
        get => _env.TempFilePath;
        set => _env.TempFilePath = value;
    }

    /// <summary>The graphics card to use, null for the processor.</summary>
    public int? GpuDeviceId
    {
        get => _env.GpuDeviceId;
        set => _env.GpuDeviceId = value;
    }

    /// <summary>Whether to use the processor when the card cannot be used.</summary>
    public bool FallbackToCpu
    {
        get => _env.FallbackToCpu;
        set => _env.FallbackToCpu = value;
    }

    int? IHostEnvironmentInternal.Seed => _env.Seed;

    string IExceptionContext.ContextDescription => "MLContext";

    /// <summary>Reads an option.</summary>
    public bool TryGetOption<T>(string name, out T value) => _env.TryGetOption(name, out value);

    /// <summary>Reads an option, default when it is not set.</summary>
    public T GetOptionOrDefault<T>(string name) => _env.GetOptionOrDefault<T>(name);

    /// <summary>Sets an option.</summary>
    public void SetOption<T>(string name, T value) => _env.SetOption(name, value);

    /// <summary>Sets an option that is not set yet.</summary>
    public bool TryAddOption<T>(string name, T value) => _env.TryAddOption(name, value);

    /// <summary>Removes an option.</summary>
    public bool RemoveOption(string name) => _env.RemoveOption(name);

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _env.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _env.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _env.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _env.StartProgressChannel(name);

    TException IExceptionContext.Process<TException>(TException ex) => _env.Process(ex);

    private void OnMessage(string source, ChannelMessage message)
        => Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source));
}
