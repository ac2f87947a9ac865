using System.Reflection;
using MlNetGenerative.Neural.Numerics;
using MlNetGenerative.Neural.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Numerics;

/// <summary>Operations of tensors with numbers, and that the product has no others.</summary>
[TestClass]
public sealed class NumberOperationsTests
{
    private const byte Call = 0x28, VirtualCall = 0x6F;

    [TestMethod]
    public void OperationsGiveWhatTheirNamesSay()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = Singles.Of([-2, 0, 3], 3), others = Singles.Of([1, 2, 4], 3);
        CollectionAssert.AreEqual(new float[] { -1, 2, 7 }, Singles.From(values.Plus(others)));
        CollectionAssert.AreEqual(new float[] { -1.5f, 0.5f, 3.5f }, Singles.From(values.Plus(0.5)));
        CollectionAssert.AreEqual(new float[] { 1, 0, -1.5f }, Singles.From(values.Times(-0.5)));
        CollectionAssert.AreEqual(new float[] { 4, 0, 9 }, Singles.From(values.Squared()));
        CollectionAssert.AreEqual(new float[] { -1, 0, 3 }, Singles.From(values.AtLeast(-1)));
        CollectionAssert.AreEqual(new float[] { -0.5f, 0, 3 }, Singles.From(values.LeakyRelu(0.25)));
        float[] softplus = Singles.From(values.Softplus());
        for (int i = 0; i < 3; i++)
            Assert.AreEqual(Math.Log(1 + Math.Exp(Singles.From(values)[i])), softplus[i], 1e-6);
        CollectionAssert.AreEqual(new float[] { 80, -200 }, Singles.From(Singles.Of([80, -200], 2).Softplus().Plus(Singles.Of([0, -200], 2))), "nothing overflows");

        CollectionAssert.AreEqual(new float[] { -1, 2, 7 }, Singles.From(values.Add(others)));
        CollectionAssert.AreEqual(new float[] { -3, -2, -1 }, Singles.From(values.Add(others, -2)));
        CollectionAssert.AreEqual(new float[] { -2, -1, 0 }, Singles.From(values.Add(1)));
        CollectionAssert.AreEqual(new float[] { -4, -2, 0 }, Singles.From(values.Multiply(2)));
        CollectionAssert.AreEqual(new float[] { -3, 2, 16 }, Singles.From(values.AddProduct(others, others, 1)));
        CollectionAssert.AreEqual(new float[] { -6, 2, 24 }, Singles.From(values.AddQuotient(Singles.Of([6, 8, 64], 3), others, 0.5).Add(Singles.Of([-6, -2, 0], 3))), "-3 + 3 - 6, 2 + 2 - 2, 16 + 8");
    }

    /// <summary>A scalar that nothing refers to may be freed while libtorch reads it; see the remarks of <see cref="NumberOperations"/>.</summary>
    [TestMethod]
    public void NothingElseInTheProductMakesScalars()
    {
        const BindingFlags all = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        Module product = typeof(NumberOperations).Module;
        var found = new List<string>();
        int calls = 0;
        foreach (MethodBase method in product.GetTypes().SelectMany(type => type.GetMethods(all).Concat<MethodBase>(type.GetConstructors(all))))
        {
            foreach (MethodBase called in TorchMethods(product, method))
            {
                calls++;
                if (method.DeclaringType != typeof(NumberOperations) && MakesScalar(called))
                    found.Add($"{method.DeclaringType}.{method.Name} calls {called.DeclaringType}.{called}");
            }
        }
        Assert.IsGreaterThan(100, calls);
        Assert.IsEmpty(found, string.Join(Environment.NewLine, found));
    }

    private static bool MakesScalar(MethodBase method)
    {
        Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        return method.DeclaringType == typeof(Scalar)
            || method.DeclaringType == typeof(Tensor) && method.Name switch
            {
                "op_Addition" => true,
                "add" or "add_" => parameters.Length == 1,   // the factor 1 is made inside
                "softplus" => true,
                string name => name.StartsWith("op_", StringComparison.Ordinal) && parameters.Any(type => type != typeof(Tensor)),
            }
            || method.DeclaringType == typeof(nn.functional) && method.Name is "leaky_relu" or "softplus";
    }

    /// <summary>The methods of TorchSharp that a method calls: what follows a byte of a call in its code and is the number of such a method.</summary>
    private static IEnumerable<MethodBase> TorchMethods(Module product, MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int i = 0; i + 4 < code.Length; i++)
        {
            if (code[i] is not (Call or VirtualCall) || code[i + 4] != 0x0A)
                continue;
            MethodBase? called = null;
            try
            {
                called = product.ResolveMethod(BitConverter.ToInt32(code, i + 1), method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
            }
            catch (ArgumentException)
            {
                // Not a call: the bytes of something else.
            }
            if (called?.DeclaringType?.Assembly == typeof(torch).Assembly)
                yield return called;
        }
    }
}
