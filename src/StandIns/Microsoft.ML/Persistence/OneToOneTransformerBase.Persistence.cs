using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public abstract partial class OneToOneTransformerBase
{
    private protected OneToOneTransformerBase(IHost host, ModelLoadContext ctx)
        : this(host, LoadColumns(ctx))
    {
    }

    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(ColumnPairs.Length);
        foreach ((string output, string input) in ColumnPairs)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
    }

    private static (string, string)[] LoadColumns(ModelLoadContext ctx)
    {
        int count = ctx.ReadCount(2 * sizeof(int));
        Contracts.CheckDecode(count > 0, "Corrupt model file: no columns");
        var columns = new (string, string)[count];
        for (int i = 0; i < count; i++)
        {
            string output = ctx.LoadNonEmptyString();
            columns[i] = (output, ctx.LoadNonEmptyString());
        }

        return columns;
    }
}
