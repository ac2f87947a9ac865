using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class TextLoaderTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Columns_are_loaded_from_their_fields()
    {
        using var file = new TextFile("1.5,2.5,red,true", "3.5,4.5,blue,0");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path,
        [
            new TextLoader.Column("Pair", DataKind.Single, 0, 1),
            new TextLoader.Column("Color", DataKind.String, 2),
            new TextLoader.Column("Flag", DataKind.Boolean, 3),
            new TextLoader.Column("Mixed", DataKind.Double, [new TextLoader.Range(1), new TextLoader.Range(0)]),
        ], separatorChar: ',');
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2), view.Schema["Pair"].Type);
        Assert.AreEqual(TextDataViewType.Instance, view.Schema["Color"].Type);
        CollectionAssert.AreEqual(new[] { 3.5f, 4.5f }, view.GetColumn<float[]>("Pair").Last());
        CollectionAssert.AreEqual(new[] { 2.5, 1.5 }, view.GetColumn<double[]>("Mixed").First());
        CollectionAssert.AreEqual(new[] { "red", "blue" }, view.GetColumn<string>("Color").ToArray());
        CollectionAssert.AreEqual(new[] { true, false }, view.GetColumn<bool>("Flag").ToArray());
    }

    [TestMethod]
    public void A_class_says_its_columns()
    {
        using var file = new TextFile("a\tb\tc\tspecies", "1\t2\t3\tsetosa", "4\t5\t6\tvirginica");
        IDataView view = _ml.Data.LoadFromTextFile<Flower>(file.Path, hasHeader: true);
        Flower[] rows = _ml.Data.CreateEnumerable<Flower>(view, reuseRowObject: false).ToArray();
        Assert.HasCount(2, rows);
        CollectionAssert.AreEqual(new[] { 4f, 5f, 6f }, rows[1].Sizes);
        Assert.AreEqual("setosa", rows[0].Species);
        Assert.AreEqual(2f, rows[0].Second);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), view.Schema["Features"].Type);
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Features"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.AreEqual(0, view.Schema["Species"].Annotations.Schema.Count);
    }

    [TestMethod]
    public void Without_a_header_there_are_no_slot_names()
    {
        using var file = new TextFile("1\t2\t3\tx");
        Assert.IsFalse(_ml.Data.LoadFromTextFile<Flower>(file.Path).Schema["Features"].HasSlotNames());
    }

    [TestMethod]
    public void Quotes_hold_separators_and_quotes()
    {
        using var file = new TextFile("\"a, b\",1", "\"say \"\"hi\"\"\",2", "plain,3");
        TextLoader.Column[] columns = [new("Text", DataKind.String, 0), new("Number", DataKind.Single, 1)];
        IDataView quoted = _ml.Data.LoadFromTextFile(file.Path, columns, ',', allowQuoting: true);
        CollectionAssert.AreEqual(new[] { "a, b", "say \"hi\"", "plain" }, quoted.GetColumn<string>("Text").ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f }, quoted.GetColumn<float>("Number").ToArray());
        Assert.AreEqual("\"a", _ml.Data.LoadFromTextFile(file.Path, columns, ',').GetColumn<string>("Text").First());
    }

    [TestMethod]
    public void Numbers_may_be_missing()
    {
        using var file = new TextFile("1,2", "?,NaN", ",5");
        TextLoader.Column[] columns = [new("Real", DataKind.Single, 0), new("Other", DataKind.Single, 1)];
        CollectionAssert.AreEqual(new[] { 1f, float.NaN, 0f }, _ml.Data.LoadFromTextFile(file.Path, columns, ',').GetColumn<float>("Real").ToArray());
        CollectionAssert.AreEqual(new[] { 2f, float.NaN, 5f }, _ml.Data.LoadFromTextFile(file.Path, columns, ',').GetColumn<float>("Other").ToArray());
        var options = new TextLoader.Options { Columns = columns, Separators = [','], MissingRealsAsNaNs = true };
        CollectionAssert.AreEqual(new[] { 1f, float.NaN, float.NaN }, _ml.Data.LoadFromTextFile(file.Path, options).GetColumn<float>("Real").ToArray());
    }

    [TestMethod]
    public void A_short_line_leaves_defaults()
    {
        using var file = new TextFile("1,2,3", "4");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("V", DataKind.Single, 0, 2), new TextLoader.Column("T", DataKind.String, 2)], ',');
        CollectionAssert.AreEqual(new[] { 4f, 0f, 0f }, view.GetColumn<float[]>("V").Last());
        Assert.AreEqual("", view.GetColumn<string>("T").Last());
    }

    [TestMethod]
    public void Keys_are_counted_from_0_in_the_file_and_from_1_in_the_view()
    {
        using var file = new TextFile("0", "3", "4", "?");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Label", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(4))]);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 4), view.Schema["Label"].Type);
        CollectionAssert.AreEqual(new uint[] { 1, 4, 0, 0 }, view.GetColumn<uint>("Label").ToArray());
    }

    [TestMethod]
    public void Blank_lines_and_comments_are_left_out()
    {
        using var file = new TextFile("# a file", "// of numbers", "", "1", "", "// and so on", "2", "");
        CollectionAssert.AreEqual(new[] { 1f, 2f }, _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("N", DataKind.Single, 0)]).GetColumn<float>("N").ToArray());
    }

    [TestMethod]
    public void Mostly_zero_lines_give_the_same_values_however_they_are_stored()
    {
        using var file = new TextFile("0,0,0,7,0,0", "1,2,3,0,5,6", "0,0,0,0,0,0");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("V", DataKind.Single, 0, 5)], ',');
        float[][] rows = view.GetColumn<float[]>("V").ToArray();
        CollectionAssert.AreEqual(new[] { 0f, 0f, 0f, 7f, 0f, 0f }, rows[0]);
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f, 0f, 5f, 6f }, rows[1]);
        CollectionAssert.AreEqual(new float[6], rows[2]);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(view.Schema["V"]);
        VBuffer<float> reused = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            get(ref reused);
            CollectionAssert.AreEqual(rows[i], reused.DenseValues().ToArray());
        }
    }

    [TestMethod]
    public void Sparse_lines_are_unpacked()
    {
        using var file = new TextFile("1 5 0:2 3:4", "0 5 4:1.5");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Label", DataKind.Single, 0), new TextLoader.Column("V", DataKind.Single, 1, 5)], ' ', allowSparse: true);
        float[][] rows = view.GetColumn<float[]>("V").ToArray();
        CollectionAssert.AreEqual(new[] { 2f, 0f, 0f, 4f, 0f }, rows[0]);
        CollectionAssert.AreEqual(new[] { 0f, 0f, 0f, 0f, 1.5f }, rows[1]);
        CollectionAssert.AreEqual(new[] { 1f, 0f }, view.GetColumn<float>("Label").ToArray());
    }

    [TestMethod]
    public void A_range_can_go_to_the_end()
    {
        using var file = new TextFile("9,1,2,3", "8,4,5,6");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, new TextLoader.Options
        {
            Separators = [','],
            Columns = [new TextLoader.Column("Label", DataKind.Single, 0), new TextLoader.Column("Features", DataKind.Single, [new TextLoader.Range(1, null)])],
        });
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), view.Schema["Features"].Type);
        CollectionAssert.AreEqual(new[] { 4f, 5f, 6f }, view.GetColumn<float[]>("Features").Last());
    }

    [TestMethod]
    public void Options_change_how_lines_are_read()
    {
        using var file = new TextFile("1,5;a ", "2,5;b", "3,5;c");
        var options = new TextLoader.Options
        {
            Separators = [';'],
            DecimalMarker = ',',
            TrimWhitespace = true,
            MaxRows = 2,
            Columns = [new TextLoader.Column("N", DataKind.Double, 0), new TextLoader.Column("T", DataKind.String, 1)],
        };
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, options);
        CollectionAssert.AreEqual(new[] { 1.5, 2.5 }, view.GetColumn<double>("N").ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b" }, view.GetColumn<string>("T").ToArray());
    }

    [TestMethod]
    public void A_quoted_field_may_go_over_lines()
    {
        using var file = new TextFile("\"first", "second\",1", "third,2");
        var options = new TextLoader.Options
        {
            Separators = [','],
            AllowQuoting = true,
            ReadMultilines = true,
            Columns = [new TextLoader.Column("T", DataKind.String, 0), new TextLoader.Column("N", DataKind.Single, 1)],
        };
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, options);
        string[] texts = view.GetColumn<string>("T").ToArray();
        Assert.HasCount(2, texts);
        CollectionAssert.AreEqual(new[] { "first", "second" }, texts[0].Split('\n', StringSplitOptions.TrimEntries));
        CollectionAssert.AreEqual(new[] { 1f, 2f }, view.GetColumn<float>("N").ToArray());
    }

    [TestMethod]
    public void Several_files_follow_each_other_each_with_its_header()
    {
        using var one = new TextFile("N", "1", "2");
        using var two = new TextFile("N", "3");
        TextLoader loader = _ml.Data.CreateTextLoader([new TextLoader.Column("N", DataKind.Single, 0)], hasHeader: true);
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f }, loader.Load(new MultiFileSource(one.Path, two.Path)).GetColumn<float>("N").ToArray());
        Assert.AreEqual(NumberDataViewType.Single, loader.GetOutputSchema()["N"].Type);
    }

    [TestMethod]
    public void A_file_is_read_when_the_view_is()
    {
        using var file = new TextFile("1");
        IDataView view = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("N", DataKind.Single, 0)]);
        File.WriteAllLines(file.Path, ["5", "6"]);
        CollectionAssert.AreEqual(new[] { 5f, 6f }, view.GetColumn<float>("N").ToArray());
        Assert.IsNull(view.GetRowCount());
        Assert.IsFalse(view.CanShuffle);
    }

    [TestMethod]
    public void A_missing_file_is_an_error_that_names_it()
    {
        var error = Assert.Throws<Exception>(() => _ml.Data.LoadFromTextFile<Flower>("/no/such/file.csv").GetColumn<float>("Second").ToArray());
        Assert.Contains("/no/such/file.csv", error.Message);
    }

    [TestMethod]
    public void Every_member_of_a_class_needs_its_fields()
    {
        using var file = new TextFile("1\t2\t3\tx");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.LoadFromTextFile<Numbered>(file.Path));
        Assert.Contains("Property 'Number' is missing the LoadColumnAttribute attribute", error.Message);
    }

    [TestMethod]
    public void Unreadable_numbers_are_missing_and_noted()
    {
        using var file = new TextFile("1", "abc");
        var notes = new List<string>();
        _ml.Log += (_, message) => notes.Add(message.RawMessage);
        float[] values = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("N", DataKind.Single, 0)]).GetColumn<float>("N").ToArray();
        Assert.IsTrue(float.IsNaN(values[1]));
        Assert.Contains(note => note.Contains("Bad value at line 2 in column N", StringComparison.Ordinal), notes);
    }

    [TestMethod]
    public void Other_values_that_are_unreadable_are_an_error()
    {
        using var file = new TextFile("1,2", "5,abc");
        IDataView Load(DataKind kind, params int[] fields) =>
            _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("N", kind, fields[0], fields[^1])], ',');
        string Message(Action read)
        {
            string message = Assert.ThrowsExactly<FormatException>(read).Message;
            Assert.StartsWith("Parsing failed with an exception: Could not parse value ", message);
            return message;
        }
        Assert.EndsWith(" abc in slot 1 of column N in line 2", Message(() => Load(DataKind.Int32, 0, 1).GetColumn<int[]>("N").ToArray()));
        Assert.EndsWith(" 2 in slot 1 of column N in line 1", Message(() => Load(DataKind.Boolean, 0, 1).GetColumn<bool[]>("N").ToArray()));
        IDataView scalar = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("N", DataKind.Int32, 1)], ',');
        Assert.EndsWith(" abc in line 2, column N", Message(() => scalar.GetColumn<int>("N").ToArray()));
    }

    private sealed class Flower
    {
        [LoadColumn(0, 2)]
        [ColumnName("Features")]
        public float[] Sizes { get; set; } = [];

        [LoadColumn(3)]
        public string Species { get; set; } = "";

        [LoadColumn(1)]
        public float Second = -1;
    }
}
