using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transformer that makes each of its added columns from one input column.</summary>
public abstract partial class OneToOneTransformerBase : RowToRowTransformerBase
{
    internal readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(IHost host, params (string outputColumnName, string inputColumnName)[] columns)
        : base(host)
    {
        Contracts.CheckNonEmpty(columns, nameof(columns));
        var names = new HashSet<string>();
        foreach ((string output, string input) in columns)
        {
            Contracts.CheckNonEmpty(input, nameof(columns));
            Contracts.CheckParam(names.Add(output), nameof(columns), $"Column '{output}' specified multiple times");
        }
        ColumnPairs = columns;
    }

    /// <summary>Throws when the input column at <paramref name="srcCol"/> does not suit pair <paramref name="col"/>.</summary>
    private protected virtual void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
    }

    private int FindInput(DataViewSchema inputSchema, int col)
    {
        string name = ColumnPairs[col].inputColumnName;
        int index = inputSchema.GetColumnOrNull(name)?.Index ?? throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
        CheckInputColumn(inputSchema, col, index);
        return index;
    }

    /// <summary>A mapper that knows the input column of each added one.</summary>
    private protected abstract class OneToOneMapperBase : MapperBase
    {
        private readonly OneToOneTransformerBase _parent;

        /// <summary>From the number of an added column to the index of its input column.</summary>
        protected readonly Dictionary<int, int> ColMapNewToOld;

        protected OneToOneMapperBase(IHost host, OneToOneTransformerBase parent, DataViewSchema inputSchema)
            : base(host, inputSchema, parent)
        {
            _parent = parent;
            ColMapNewToOld = new Dictionary<int, int>(parent.ColumnPairs.Length);
            for (int i = 0; i < parent.ColumnPairs.Length; i++)
                ColMapNewToOld.Add(i, parent.FindInput(inputSchema, i));
        }

        private protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var needed = new HashSet<int>(ColMapNewToOld.Where(pair => activeOutput(pair.Key)).Select(pair => pair.Value));
            return needed.Contains;
        }

        private protected override void SaveModel(ModelSaveContext ctx) => _parent.SaveModel(ctx);
    }
}
