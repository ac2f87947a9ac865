using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Pipeline;

/// <summary>A view whose rows are functions of their index, in any schema, that counts what is read from it.</summary>
internal sealed class FunctionView : IDataView
{
    private readonly int _count;
    private readonly List<Func<Cursor, Delegate>> _getters = [];
    private readonly DataViewSchema.Builder _builder = new();
    private DataViewSchema? _schema;
    private long _rowsRead;

    public FunctionView(int count, bool canShuffle = true)
    {
        _count = count;
        CanShuffle = canShuffle;
    }

    /// <summary>Rows that all cursors together have moved to.</summary>
    public long RowsRead => Interlocked.Read(ref _rowsRead);

    /// <summary>Values that all cursors together have given, by column.</summary>
    public ConcurrentDictionary<string, int> ValuesRead { get; } = new();

    public bool CanShuffle { get; }

    public DataViewSchema Schema => _schema ??= _builder.ToSchema();

    public FunctionView Add<T>(string name, DataViewType type, Func<int, T> value, DataViewSchema.Annotations? annotations = null)
    {
        _builder.AddColumn(name, type, annotations);
        _getters.Add(cursor => (ValueGetter<T>)((ref T destination) =>
        {
            ValuesRead.AddOrUpdate(name, 1, (_, count) => count + 1);
            destination = value(cursor.Row);
        }));
        return this;
    }

    public FunctionView AddVector(string name, int width, Func<int, float[]> value, bool sparse = false, string[]? slotNames = null) =>
        Add(name, new VectorDataViewType(NumberDataViewType.Single, width), row => sparse ? Sparse(value(row)) : new VBuffer<float>(width, value(row)), SlotNames(slotNames));

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, columnsNeeded, Order(rand), 0, 1);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        int[]? order = Order(rand);
        int cursors = Math.Max(1, n);
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return [.. Enumerable.Range(0, cursors).Select(first => new Cursor(this, active, order, first, cursors))];
    }

    private int[]? Order(Random? rand)
    {
        if (rand is null || !CanShuffle)
            return null;
        int[] order = [.. Enumerable.Range(0, _count)];
        rand.Shuffle(order);
        return order;
    }

    private static VBuffer<float> Sparse(float[] values)
    {
        int[] slots = [.. Enumerable.Range(0, values.Length).Where(slot => values[slot] != 0)];
        return new VBuffer<float>(values.Length, slots.Length, [.. slots.Select(slot => values[slot])], slots);
    }

    private static DataViewSchema.Annotations? SlotNames(string[]? names)
    {
        if (names is null)
            return null;
        var builder = new DataViewSchema.Annotations.Builder();
        ReadOnlyMemory<char>[] texts = [.. names.Select(name => name.AsMemory())];
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(texts.Length, [.. texts]);
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, texts.Length), getter);
        return builder.ToAnnotations();
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly FunctionView _view;
        private readonly bool[] _active;
        private readonly int[]? _order;
        private readonly int _stride;
        private int _next;
        private long _position = -1;

        public Cursor(FunctionView view, IEnumerable<DataViewSchema.Column> active, int[]? order, int first, int stride)
        {
            _view = view;
            _active = new bool[view.Schema.Count];
            foreach (DataViewSchema.Column column in active)
                _active[column.Index] = true;
            _order = order;
            _next = first;
            _stride = stride;
        }

        public int Row { get; private set; } = -1;

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _position;

        public override long Batch => Row < 0 ? 0 : _next - _stride;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!_active[column.Index])
                throw new ArgumentOutOfRangeException(nameof(column), "requested column not active");
            return (ValueGetter<TValue>)_view._getters[column.Index](this);
        }

        public override bool MoveNext()
        {
            if (_next >= _view._count)
            {
                Row = -1;
                _position = -1;
                return false;
            }
            Row = _order is null ? _next : _order[_next];
            _next += _stride;
            _position++;
            Interlocked.Increment(ref _view._rowsRead);
            return true;
        }
    }
}
