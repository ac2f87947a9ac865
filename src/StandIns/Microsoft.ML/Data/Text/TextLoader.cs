using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Makes views over lines of text. Nothing but the header and the first lines of the sample is read before a view is.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly TextBinding _binding;

    internal TextLoader(IHostEnvironment env, Options options, IMultiStreamSource dataSample)
    {
        _host = env.Register(nameof(TextLoader));
        _options = options;
        Contracts.CheckParam(options.Separators is { Length: > 0 }, nameof(Options.Separators), "Must specify at least one separator");
        Contracts.CheckParam(options.DecimalMarker is '.' or ',', nameof(Options.DecimalMarker), "Decimal marker can only be '.' or ','");
        Contracts.CheckParam(!options.Separators.Contains(options.DecimalMarker), nameof(Options.DecimalMarker), "Decimal marker and separator cannot be the same character");
        _binding = TextBinding.Make(options, dataSample);
    }

    /// <summary>The columns.</summary>
    public DataViewSchema GetOutputSchema() => _binding.Schema;

    /// <summary>A view over the lines of the files.</summary>
    public IDataView Load(IMultiStreamSource source) => new TextDataView(_host, _options, _binding, Contracts.CheckValue(source, nameof(source)));

    void ICanSaveModel.Save(ModelSaveContext ctx)
        => throw new NotSupportedException("This stand-in does not write loaders into models; save the model with its input schema.");
}
