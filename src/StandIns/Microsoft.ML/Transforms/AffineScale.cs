using System.Globalization;
using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The scaling of one column: <c>(x − offset) · scale</c>, slot by slot.</summary>
internal sealed class AffineScale
{
    public const string ExpectedType = "Known-size vector or scalar of Single or Double";
    private const string LoaderSignature = "AffineNormExec";
    private const int AllSlots = -1;

    private readonly double[] _scales;
    private readonly double[] _offsets;

    /// <param name="type">Type of the column.</param>
    /// <param name="scales">One for each slot.</param>
    /// <param name="offsets">One for each slot, or null when all are zero.</param>
    private AffineScale(DataViewType type, double[] scales, double[] offsets)
    {
        Type = type;
        _scales = scales;
        _offsets = offsets;
    }

    public DataViewType Type { get; }

    private bool IsDouble => PrimitiveTypes.ItemOf(Type) == NumberDataViewType.Double;

    /// <summary>A slot whose values are all the same says nothing and is scaled by zero.</summary>
    public static AffineScale FromRanges(DataViewType type, SlotRanges ranges, bool fixZero)
    {
        ranges.Finish();
        int size = ranges.Minimum.Length;
        var scales = new double[size];
        double[] offsets = fixZero ? null : new double[size];
        for (int slot = 0; slot < size; slot++)
        {
            double minimum = ranges.Minimum[slot], maximum = ranges.Maximum[slot];
            if (!(maximum > minimum))
                continue;
            scales[slot] = 1 / (fixZero ? Math.Max(Math.Abs(minimum), Math.Abs(maximum)) : maximum - minimum);
            if (!fixZero)
                offsets[slot] = minimum;
        }

        return new AffineScale(type, scales, offsets);
    }

    public static void CheckType(string parameter, string column, DataViewType type)
    {
        DataViewType item = PrimitiveTypes.ItemOf(type);
        if ((item != NumberDataViewType.Single && item != NumberDataViewType.Double) || type is VectorDataViewType { IsKnownSize: false })
            throw Contracts.ExceptSchemaMismatch(parameter, "input", column, ExpectedType, type.ToString());
    }

    /// <summary>Writes the type into the transformer's own block.</summary>
    public void SaveType(ModelSaveContext ctx)
    {
        ctx.Writer.Write(Type is VectorDataViewType);
        ctx.Writer.Write((byte)(IsDouble ? DataKind.Double : DataKind.Single));
        if (Type is not VectorDataViewType vector)
            return;
        ctx.Writer.Write(vector.Dimensions.Length);
        foreach (int dimension in vector.Dimensions)
            ctx.Writer.Write(dimension);
    }

    public static DataViewType LoadType(ModelLoadContext ctx)
    {
        bool isVector = ctx.Reader.ReadByte() != 0;
        byte kind = ctx.Reader.ReadByte();
        Contracts.CheckDecode(kind is (byte)DataKind.Single or (byte)DataKind.Double, $"Corrupt model file: normalizer of item kind {kind}");
        NumberDataViewType item = kind == (byte)DataKind.Single ? NumberDataViewType.Single : NumberDataViewType.Double;
        if (!isVector)
            return item;
        int[] dimensions = ctx.ReadArray<int>();
        Contracts.CheckDecode(dimensions.Length > 0 && dimensions.All(dimension => dimension > 0)
            && dimensions.Aggregate((Int128)1, (size, dimension) => Int128.Min(size * dimension, int.MaxValue + 1L)) <= int.MaxValue,
            $"Corrupt model file: normalizer of dimensions {string.Join(" x ", dimensions)}");
        return new VectorDataViewType(item, dimensions);
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "AFF NORM",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010002,
        loaderAssemblyName: OfficialAssemblies.Data,
        loaderSignature: LoaderSignature);

    public void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(IsDouble ? sizeof(double) : sizeof(float));
        ctx.Writer.Write(_scales.Length);
        ctx.Writer.Write(AllSlots);
        SaveNumbers(ctx, _scales);
        SaveNumbers(ctx, _offsets ?? []);
        ctx.SaveTextStream("AffineNormalizer.txt", writer =>
        {
            writer.WriteLine("NumNormalizationFeatures={0}", _scales.Length);
            for (int slot = 0; slot < _scales.Length; slot++)
                writer.WriteLine("{0}\t{1}\t{2}", slot, Text(_offsets?[slot] ?? 0), Text(_scales[slot]));
            writer.WriteLine();
        });
    }

    private string Text(double value)
        => IsDouble ? value.ToString("R", CultureInfo.InvariantCulture) : ((float)value).ToString("R", CultureInfo.InvariantCulture);

    private void SaveNumbers(ModelSaveContext ctx, double[] numbers)
    {
        ctx.Writer.Write(numbers.Length);
        foreach (double number in numbers)
        {
            if (IsDouble)
                ctx.Writer.Write(number);
            else
                ctx.Writer.Write((float)number);
        }
    }

    public static AffineScale Load(ModelLoadContext ctx, DataViewType type)
    {
        const string corrupt = "Corrupt model file: normalizer";
        ctx.CheckAtModel(GetVersionInfo());
        bool isDouble = PrimitiveTypes.ItemOf(type) == NumberDataViewType.Double;
        int bytesEach = ctx.Reader.ReadInt32();
        Contracts.CheckDecode(bytesEach == (isDouble ? sizeof(double) : sizeof(float)), $"{corrupt} of {bytesEach}-byte numbers for {type}");
        int size = ctx.Reader.ReadInt32();
        Contracts.CheckDecode(size == (type is VectorDataViewType vector ? vector.Size : 1), $"{corrupt} of {size} slots for {type}");

        // Slots that are not listed are passed on as they are.
        int listed = ctx.Reader.ReadInt32();
        int[] slots = null;
        if (listed != AllSlots)
        {
            Contracts.CheckDecode(listed >= 0 && (long)listed * sizeof(int) <= ctx.BytesLeft && listed <= size, $"{corrupt} of {listed} listed slots");
            slots = new int[listed];
            for (int i = 0; i < listed; i++)
            {
                slots[i] = ctx.Reader.ReadInt32();
                Contracts.CheckDecode(slots[i] >= 0 && slots[i] < size, $"{corrupt} of slot {slots[i]}");
            }
        }

        double[] scales = LoadNumbers(ctx, isDouble);
        double[] offsets = LoadNumbers(ctx, isDouble);
        int expected = slots?.Length ?? size;
        Contracts.CheckDecode(scales.Length == expected && (offsets.Length == 0 || offsets.Length == expected),
            $"{corrupt} of {scales.Length} scales and {offsets.Length} offsets for {expected} slots");
        return new AffineScale(type, Spread(scales, slots, size, 1), offsets.Length == 0 ? null : Spread(offsets, slots, size, 0));
    }

    private static double[] Spread(double[] numbers, int[] slots, int size, double others)
    {
        if (slots == null)
            return numbers;
        var all = new double[size];
        Array.Fill(all, others);
        for (int i = 0; i < slots.Length; i++)
            all[slots[i]] = numbers[i];
        return all;
    }

    private static double[] LoadNumbers(ModelLoadContext ctx, bool isDouble)
        => isDouble ? ctx.ReadArray<double>() : Array.ConvertAll(ctx.ReadArray<float>(), number => (double)number);

    public Delegate MakeGetter(DataViewRow input, DataViewSchema.Column column)
    {
        if (Type is VectorDataViewType)
        {
            return IsDouble
                ? Vectors(input.GetGetter<VBuffer<double>>(column), _scales, _offsets)
                : Vectors(input.GetGetter<VBuffer<float>>(column), Singles(_scales), Singles(_offsets));
        }

        if (IsDouble)
        {
            ValueGetter<double> get = input.GetGetter<double>(column);
            double scale = _scales[0], offset = _offsets?[0] ?? 0;
            return (ValueGetter<double>)((ref double value) =>
            {
                get(ref value);
                value = (value - offset) * scale;
            });
        }
        else
        {
            ValueGetter<float> get = input.GetGetter<float>(column);
            float scale = (float)_scales[0], offset = (float)(_offsets?[0] ?? 0);
            return (ValueGetter<float>)((ref float value) =>
            {
                get(ref value);
                value = (value - offset) * scale;
            });
        }
    }

    private static float[] Singles(double[] numbers) => numbers == null ? null : Array.ConvertAll(numbers, number => (float)number);

    private static Delegate Vectors<T>(ValueGetter<VBuffer<T>> getter, T[] scales, T[] offsets)
        where T : struct, INumber<T>
    {
        VBuffer<T> buffer = default;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            getter(ref buffer);
            Contracts.Check(buffer.Length == scales.Length, $"A row has {buffer.Length} items, expected {scales.Length}");
            if (offsets == null)
            {
                // Zeros stay zeros: sparse stays sparse.
                buffer.CopyTo(ref destination);
                VBufferEditor<T> editor = VBufferEditor.Create(ref destination, buffer.Length, buffer.GetValues().Length);
                ReadOnlySpan<T> values = buffer.GetValues();
                ReadOnlySpan<int> indices = buffer.GetIndices();
                for (int k = 0; k < values.Length; k++)
                    editor.Values[k] = values[k] * scales[buffer.IsDense ? k : indices[k]];
                destination = editor.Commit();
            }
            else
            {
                VBufferEditor<T> editor = VBufferEditor.Create(ref destination, buffer.Length);
                buffer.CopyTo(editor.Values);
                for (int k = 0; k < scales.Length; k++)
                    editor.Values[k] = (editor.Values[k] - offsets[k]) * scales[k];
                destination = editor.Commit();
            }
        });
    }
}
