using Microsoft.ML.Data;

namespace StandIns.Tests.Data;

[TestClass]
public class SchemaDefinitionTests
{
    [TestMethod]
    public void Fields_come_before_properties()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        CollectionAssert.AreEqual(new[] { "Second", "Renamed", "Derived" }, definition.Select(column => column.ColumnName).ToArray());
        Assert.AreEqual("First", definition["Renamed"].MemberName);
        Assert.IsNull(definition["First"]);
    }

    [TestMethod]
    public void The_direction_chooses_the_properties()
    {
        CollectionAssert.AreEqual(new[] { "Second", "Renamed" }, SchemaDefinition.Create(typeof(Row), SchemaDefinition.Direction.Write).Select(column => column.ColumnName).ToArray());
        CollectionAssert.AreEqual(new[] { "Second", "Renamed", "Derived" }, SchemaDefinition.Create(typeof(Row), SchemaDefinition.Direction.Read).Select(column => column.ColumnName).ToArray());
    }

    [TestMethod]
    public void A_column_can_be_replaced_under_its_name_only()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        SchemaDefinition.Column column = definition["Second"];
        definition["Second"] = column;
        Assert.HasCount(3, definition);
        Assert.Throws<ArgumentException>(() => definition["Other"] = column);
    }

    private sealed class Row
    {
        [ColumnName("Renamed")]
        public float First { get; set; }

        public float Derived => First * 2;

        public float Second;

        public Row(float second)
        {
            Second = second;
        }
    }
}
