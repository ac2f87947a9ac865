namespace Microsoft.ML.Data;

/// <summary>The part of a row-to-row transform that is bound to an input schema: which columns it adds and how to compute them.</summary>
internal interface IRowMapper : ICanSaveModel
{
    /// <summary>The input columns needed for the added columns that are active.</summary>
    Func<int, bool> GetDependencies(Func<int, bool> activeOutput);

    /// <summary>A getter for each added column that is active, null for the others; the disposer may be null.</summary>
    Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer);

    /// <summary>The added columns.</summary>
    DataViewSchema.DetachedColumn[] GetOutputColumns();

    /// <summary>The transformer it belongs to.</summary>
    ITransformer GetTransformer();
}
