using MlNetGenerative.Core.Data;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Data;

/// <summary>A lazy view of an IDX file of items, with the labels of another where there is one.</summary>
internal sealed class IdxView : IndexedView
{
    private const int RowsPerCursorTurn = 64;

    private readonly IdxFile _images;
    private readonly IdxLabels? _labels;
    private readonly float[] _values;

    public IdxView(IdxFile images, IdxLabels? labels, IdxPixels pixels, string featuresColumnName, string labelColumnName)
        : base(images.Count, RowsPerCursorTurn)
    {
        _images = images;
        _labels = labels;
        _values = [.. Enumerable.Range(0, 256).Select(pixel => Value((byte)pixel, pixels))];

        var schema = new DataViewSchema.Builder();
        schema.AddColumn(featuresColumnName, new VectorDataViewType(NumberDataViewType.Single, images.ItemLength),
            ColumnAnnotations.ForVector(slotNames: null, isNormalized: pixels != IdxPixels.Bytes));
        if (labels is not null)
            schema.AddColumn(labelColumnName, new KeyDataViewType(typeof(uint), labels.NumberOfClasses), ColumnAnnotations.ForKey(labels.Names));
        Schema = schema.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    public override Delegate?[] CreateGetters(IndexedCursor cursor, bool[] active, bool ascending)
    {
        var getters = new Delegate?[active.Length];
        if (active[0])
            getters[0] = CreateFeaturesGetter(cursor);
        if (_labels is not null && active[1])
            getters[1] = (ValueGetter<uint>)((ref uint value) =>
            {
                cursor.CheckOnRow();
                value = _labels[cursor.Index] + 1u;   // keys count from 1; 0 is the missing key
            });
        return getters;
    }

    private ValueGetter<VBuffer<float>> CreateFeaturesGetter(IndexedCursor cursor)
    {
        IdxReader reader = cursor.Own(_images.OpenReader());
        byte[] item = new byte[_images.ItemLength];
        return (ref VBuffer<float> value) =>
        {
            cursor.CheckOnRow();
            reader.ReadItemAt(cursor.Index, item);
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, item.Length);
            Span<float> pixels = editor.Values;
            for (int i = 0; i < item.Length; i++)
                pixels[i] = _values[item[i]];
            value = editor.Commit();
        };
    }

    private static float Value(byte pixel, IdxPixels pixels) => pixels switch
    {
        IdxPixels.UnitInterval => pixel / 255f,
        IdxPixels.Threshold => pixel >= 128 ? 1 : 0,
        IdxPixels.Bytes => pixel,
        _ => throw new ArgumentOutOfRangeException(nameof(pixels), pixels, $"pixels must be one of {string.Join(", ", Enum.GetNames<IdxPixels>())}, but is {pixels}."),
    };
}
