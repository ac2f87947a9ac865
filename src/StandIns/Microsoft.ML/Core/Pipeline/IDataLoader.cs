namespace Microsoft.ML;

/// <summary>Makes views from a source.</summary>
public interface IDataLoader<in TSource> : ICanSaveModel
{
    /// <summary>A view of the source; nothing is read before it is.</summary>
    IDataView Load(TSource input);

    /// <summary>The columns of its views.</summary>
    DataViewSchema GetOutputSchema();
}
