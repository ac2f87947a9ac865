using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Makes views over lines of text.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly Options _options;

    internal TextLoader(IHostEnvironment env, Options options, IMultiStreamSource dataSample)
    {
        _options = options;
    }

    /// <summary>The columns.</summary>
    public DataViewSchema GetOutputSchema() => throw new NotImplementedException();

    /// <summary>A view over the lines of the files.</summary>
    public IDataView Load(IMultiStreamSource source) => throw new NotImplementedException();

    internal static Column[] ColumnsOf(Type type) => throw new NotImplementedException();

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("The stand-in does not save loaders.");
}
