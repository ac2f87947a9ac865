using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Data;

/// <summary>Calls a generic method with a type that is only known while running.</summary>
internal static class GenericCall
{
    /// <summary>Calls a static method of one type parameter.</summary>
    public static object Invoke(Type owner, string method, Type argument, params object[] arguments)
        => Invoke(owner.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).MakeGenericMethod(argument), null, arguments);

    /// <summary>Calls an instance method of one type parameter.</summary>
    public static object Invoke(object target, string method, Type argument, params object[] arguments)
        => Invoke(target.GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).MakeGenericMethod(argument), target, arguments);

    private static object Invoke(MethodInfo method, object target, object[] arguments)
    {
        try
        {
            return method.Invoke(target, arguments);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }
}
