using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saves, loads and applies models.</summary>
public sealed partial class ModelOperationsCatalog : IInternalCatalog
{
    private const string SchemaEntry = "Schema";
    private const string TransformerDirectory = "TransformerChain";

    private readonly IHostEnvironment _env;

    internal ModelOperationsCatalog(IHostEnvironment env)
    {
        _env = Contracts.CheckValue(env, nameof(env));
    }

    IHostEnvironment IInternalCatalog.Environment => _env;

    /// <summary>Saves a model, and the schema of its input, into a stream.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of its input; null leaves it out.</param>
    /// <param name="stream">A stream to write to; it is left open.</param>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        Contracts.CheckValue(model, nameof(model));
        Contracts.CheckValue(stream, nameof(stream));
        using var repository = new RepositoryWriter(stream);
        repository.Write("TrainingInfo", "Version.txt", content =>
        {
            using var writer = new StreamWriter(content, leaveOpen: true);
            writer.WriteLine(OfficialAssemblies.InformationalVersion);
        });
        ModelSaveContext.SaveModel(repository, model, TransformerDirectory);
        if (inputSchema == null)
            return;
        using IChannel channel = _env.Start("Saving Schema");
        repository.Write("", SchemaEntry, content => IdvSchema.Write(channel, inputSchema, hiddenToo: true, content));
    }

    /// <summary>Saves a model, and the schema of its input, into a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">The schema of its input; null leaves it out.</param>
    /// <param name="filePath">The file; an existing one is replaced.</param>
    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        Contracts.CheckNonEmpty(filePath, nameof(filePath));
        using FileStream stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    /// <summary>Loads a model from a stream.</summary>
    /// <param name="stream">A stream to read from; it is left open.</param>
    /// <param name="inputSchema">The schema of the model's input, null when it was not saved.</param>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        Contracts.CheckValue(stream, nameof(stream));
        using var repository = new RepositoryReader(stream);
        using MemoryStream schema = repository.ReadOrNull("", SchemaEntry);
        inputSchema = schema == null ? null : IdvSchema.Read(schema);
        ModelLoadContext.LoadModel<ITransformer, SignatureLoadModel>(_env, out ITransformer model, repository, TransformerDirectory);
        return model;
    }

    /// <summary>Loads a model from a file.</summary>
    /// <param name="filePath">The file.</param>
    /// <param name="inputSchema">The schema of the model's input, null when it was not saved.</param>
    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        Contracts.CheckNonEmpty(filePath, nameof(filePath));
        using FileStream stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }
}
